// SPDX-License-Identifier: EUPL-1.2
// What somebody who gave something can do afterwards: follow it, or leave contact details.
#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "server/app/app.hpp"
#include "server/app/poll_codes.hpp"
#include "shared/model/digits.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::app {

namespace {

/// Every sealed wish has this size, so that its length tells nothing: 700 bytes fit in a row without overflow
/// pages.
constexpr std::size_t kWishBytes = 700;

bool is_phone(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 9 && digits <= 15 && text.size() <= 24 &&
           text.find_first_not_of("0123456789 +-()") == std::string_view::npos;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.size() <= 200 &&
           text.find('@', at + 1) == std::string_view::npos && text.find('.', at) != std::string_view::npos &&
           text.back() != '.' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != 0x7f; });
}

std::vector<Fault> check_contact(const ContactDetails& details, const State& state) {
    std::vector<Fault> faults;
    const auto phone = details.phone.reveal();
    const auto email = details.email.reveal();
    if (!details.is_16 && !details.parent_agrees)
        faults.push_back(text::make_fault("toestemming", "fout.ouder-nodig"));
    if (phone.empty() && email.empty()) faults.push_back(text::make_fault("telefoon", "fout.geen-contact"));
    if (!phone.empty() && !is_phone(phone))
        faults.push_back(text::make_fault("telefoon", "fout.geen-telefoonnummer"));
    if (!email.empty() && !is_email(email))
        faults.push_back(text::make_fault("email", "fout.geen-mailadres"));
    const Area* area = state.areas.find(details.municipality);
    if (!area || area->code.level() != AreaLevel::municipality)
        faults.push_back(text::make_fault("gemeente", "fout.onbekende-gemeente"));
    for (const auto& topic : details.topics)
        if (!is_theme(topic)) faults.push_back(text::make_fault("onderwerpen", "fout.onbekend-thema"));
    return faults;
}

}  // namespace

std::vector<Step> steps_of(const State& state, const store::ReceiptSubject& subject) {
    using When = Step::When;
    std::vector<Step> steps{{"web.stap.ontvangen", When::done, std::nullopt}};
    if (subject.kind == store::ReceiptKind::signal) {
        steps.push_back({"web.stap.gelezen", subject.read ? When::done : When::now, std::nullopt});
        return steps;
    }
    const Poll* poll = state.poll(subject.poll.str());
    if (!poll) return {};
    const auto* release = state.release(subject.poll);
    std::optional<Date> released;
    if (release)
        if (const auto at = parse_time(release->released_at)) released = dutch_date(*at);
    const bool closed = poll->status == PollStatus::closed;
    steps.push_back({closed ? "web.stap.gesloten" : "web.stap.sluiting", closed ? When::done : When::now,
                     last_day(*poll)});
    steps.push_back({"web.stap.uitslag", release ? When::done : closed ? When::now : When::later, released});
    steps.push_back(
        {"web.stap.terugkoppeling", release ? When::now : When::later, poll->expectation.feedback_on});
    return steps;
}

Result<Followed> App::follow(const Receipt& receipt) {
    const Error unknown{ErrorCode::not_found, "Deze code kennen wij niet. Kijk of alle cijfers kloppen."};
    Followed followed;
    followed.state = state();
    // First what is kept: codes of signals, and those of polls that kiosks without a key made.
    auto subject = store_.receipt(receipt_hash(receipt));
    if (!subject)
        if (const Poll* poll = poll_of_code(*code_keys_, followed.state->polls, store_.kiosks(), receipt))
            subject = store::ReceiptSubject{store::ReceiptKind::response, poll->id, false};
    if (!subject) return unknown;
    followed.steps = steps_of(*followed.state, *subject);
    followed.is_signal = subject->kind == store::ReceiptKind::signal;
    if (!followed.is_signal) followed.poll = followed.state->poll(subject->poll.str());
    if (followed.steps.empty()) return unknown;
    return followed;
}

void App::leave_contact(const ContactDetails& given, const ResponseId& id, store::ContactDone done) {
    ContactDetails details = given;
    details.phone = seal::Secret(plain_digits(given.phone.reveal()));
    auto faults = check_contact(details, *state());
    if (!faults.empty()) return done(text::invalid(std::move(faults)));
    std::string plain =
        nlohmann::json{{"telefoon", details.phone.reveal()}, {"email", details.email.reveal()},
                       {"zestien", details.is_16},           {"ouder", details.parent_agrees},
                       {"onderwerpen", details.topics},      {"tekst", details.text_version}}
            .dump();
    if (plain.size() > kWishBytes)
        return done(text::invalid({text::make_fault("email", "fout.geen-mailadres")}));
    // The id is random and kept nowhere, so this leads neither to the details nor to anything else that was
    // given. With other details under the same id (somebody else, later on the same screen) it is another.
    const auto row_id = seal::keyed_hash(
        keys_.ledger, "contactwens " + id.str() + '\n' + details.municipality.str() + '\n' + plain);
    plain.resize(kWishBytes, ' ');
    store_.add_contact({row_id, details.municipality.str(), seal::seal_to(keys_.contact_public_key, plain)},
                       std::move(done));
}

Result<void> App::leave_contact(const ContactDetails& details) {
    std::promise<Result<void>> promise;
    leave_contact(details, ResponseId::random(random_),
                  [&](Result<void> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

}  // namespace peilpunt::app
