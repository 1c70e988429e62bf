// SPDX-License-Identifier: EUPL-1.2
// The one door for input: a response or signal from a phone, a kiosk or a loader passes here.
#include <future>
#include <nlohmann/json.hpp>

#include "server/app/app.hpp"
#include "server/app/poll_codes.hpp"
#include "shared/json/json.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::app {

namespace {

/// The code of a response, and what has to be kept of it.
struct CodeOfResponse {
    Receipt code;
    bool proves_itself = false;  ///< then nothing is
};

CodeOfResponse code_of(const CodeKeys& keys, const Poll& poll, const std::optional<Receipt>& given,
                       const std::string& kiosk, const ResponseId& response) {
    if (given) {
        // A kiosk without a key for codes draws them by chance, so that they must be remembered.
        const auto id = KioskId::parse(kiosk);
        return {*given, id && seal::proves(keys.of(*id), name_of(poll), *given)};
    }
    return {seal::poll_code_of(keys.web(), name_of(poll), response), true};
}

/// The receipt that came along, or one that is always the same for the same id.
Receipt receipt_of(const std::optional<Receipt>& given, const Keys& keys, const ResponseId& id) {
    if (given) return *given;
    return Receipt::from_number(seal::keyed_number(keys.ledger, "volgcode-van " + id.str()));
}

store::Done answer_with(AcceptedDone done, const Receipt& receipt) {
    return [done = std::move(done), receipt](Result<store::Stored> stored) {
        if (!stored) return done(stored.error());
        done(Accepted{*stored, receipt});
    };
}

template <class Submit>
Result<Accepted> wait_for(Submit submit) {
    std::promise<Result<Accepted>> promise;
    submit([&](Result<Accepted> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

}  // namespace

Result<bool> App::check_open(const State& state, const Poll& poll, const Origin& origin) const {
    const Poll* current = state.poll(poll.id.str());
    const Date today = dutch_date(clock_.now());
    if (today < current->opens) return Error{ErrorCode::closed, "Deze peiling is nog niet open."};
    // By the clock of the kiosk, corrected; nobody could have seen the questions yet.
    if (origin.moment.date < current->opens)
        return Error{ErrorCode::conflict, "Deze peiling was toen nog niet open."};
    if (is_open(*current, today)) return false;
    const Date closed_on = closing_day(*current);
    const Error closed{ErrorCode::closed, "Deze peiling is gesloten. U kunt niet meer meedoen."};
    const bool on_the_way = origin.channel == Channel::kiosk || origin.channel == Channel::helped ||
                            origin.channel == Channel::paper;
    if (!on_the_way) return closed;
    if (origin.moment.date >= closed_on) return closed;
    if (today >= closed_on + std::chrono::days(kGraceDays)) return closed;
    return true;
}

Result<store::NewResponse> App::prepare(const State& state, const Response& response, const Origin& origin,
                                        const Arrival& arrival, Receipt& receipt) const {
    if (!state.poll(response.poll.str())) return Error{ErrorCode::not_found, "Deze peiling bestaat niet."};
    const Poll* poll = state.revision(response.poll, response.revision);
    if (!poll) return text::invalid({text::make_fault("revisie", "fout.andere-revisie")});
    const auto late = check_open(state, *poll, origin);
    if (!late) return late.error();
    auto faults = rules::check_response(*poll, response);
    if (!faults.empty()) return text::invalid(std::move(faults));

    store::NewResponse row;
    row.answers_json = json::write_answers(response.answers);
    std::string content = response.poll.str();
    for (const auto& part : {std::to_string(response.revision), response.municipality.str(),
                             response.district.str(), response.age_group, response.language})
        (content += '\n') += part;
    (content += '\n') += row.answers_json;
    const auto code = code_of(*code_keys_, *poll, arrival.receipt, arrival.kiosk, response.id);
    receipt = code.code;
    row.ledger = ledger_for(response.id.str(), content);
    if (!code.proves_itself) row.receipt_hash = receipt_hash(receipt);
    row.row_id = random_bytes();
    row.poll = response.poll;
    row.revision = response.revision;
    row.cell = {response.municipality, response.district, response.age_group, origin.channel};
    row.origin = origin;
    row.language = response.language;
    row.late = *late;
    row.tally = results::tally_of(*poll, response.answers);
    row.kiosk = arrival.kiosk;
    if (!code.proves_itself) row.follow_key = arrival.follow_key;
    return row;
}

Result<store::NewSignal> App::prepare(const State& state, const Signal& signal, const Origin& origin,
                                      const Arrival& arrival, Receipt& receipt) const {
    auto faults = rules::check_signal(signal, state.areas);
    if (!faults.empty()) return text::invalid(std::move(faults));
    receipt = receipt_of(arrival.receipt, keys_, signal.id);
    store::NewSignal row;
    row.ledger = ledger_for(signal.id.str(), json::signal_tree(signal).dump() + signal.recording);
    row.receipt_hash = receipt_hash(receipt);
    row.row_id = SignalId::random(random_);
    row.signal = signal;
    row.signal.id = {};
    row.origin = origin;
    row.kiosk = arrival.kiosk;
    row.follow_key = arrival.follow_key;
    return row;
}

void App::submit_response(const Response& response, const Origin& origin, const std::optional<Receipt>& given,
                          AcceptedDone done) {
    Receipt receipt;
    auto row = prepare(*state(), response, origin, {given, {}, {}}, receipt);
    if (!row) return done(row.error());
    store_.add_response(std::move(*row), answer_with(std::move(done), receipt));
}

void App::submit_response(const Response& response, const Origin& origin, const Sender& sender,
                          AcceptedDone done) {
    Receipt receipt;
    auto row = prepare(*state(), response, origin, {}, receipt);
    if (!row) return done(row.error());
    const auto judged = arrivals_->judge(sender, row->poll);
    if (judged == Arrivals::Judgement::refused)
        return done(Error{ErrorCode::busy, "Het is druk. Probeer het later nog eens."});
    row->cell.set_apart = judged == Arrivals::Judgement::set_apart;
    auto stored = [arrivals = arrivals_, sender, poll = row->poll, revision = row->revision, cell = row->cell,
                   tally = row->tally,
                   answer = answer_with(std::move(done), receipt)](Result<store::Stored> result) {
        if (result && *result == store::Stored::stored) arrivals->stored(sender, poll, revision, cell, tally);
        answer(std::move(result));
    };
    store_.add_response(std::move(*row), std::move(stored));
}

void App::give_signal(const Signal& signal, const Origin& origin, const std::optional<Receipt>& given,
                      AcceptedDone done) {
    Receipt receipt;
    auto row = prepare(*state(), signal, origin, {given, {}, {}}, receipt);
    if (!row) return done(row.error());
    store_.add_signal(std::move(*row), answer_with(std::move(done), receipt));
}

Result<Accepted> App::submit_response(const Response& response, const Origin& origin) {
    return wait_for(
        [&](AcceptedDone done) { submit_response(response, origin, std::nullopt, std::move(done)); });
}

Result<Accepted> App::give_signal(const Signal& signal, const Origin& origin) {
    return wait_for([&](AcceptedDone done) { give_signal(signal, origin, std::nullopt, std::move(done)); });
}

}  // namespace peilpunt::app
