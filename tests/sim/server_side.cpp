// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/server_side.hpp"

#include "server/api/handlers.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::sim {
namespace {

constexpr const char* kFolder = "/server";

std::unique_ptr<store::Store> open(const Disk& disk, const Clock& clock, Random& random, bool create) {
    auto store = store::open_sqlite(kFolder, clock, random,
                                    {.create = create,
                                     .vfs = disk.vfs(),
                                     .readers = 1,
                                     .most_fresh = 20,  // so that they move while faults happen
                                     .log_pages = 30,   // so that it is copied while faults happen
                                     .own_thread = false,
                                     .log_key = tests::test_log_key()});
    return store ? std::move(*store) : nullptr;
}

/// A server that was just set up, as every run finds it.
const Disk& fresh_disk() {
    static Disk disk(1);
    static const bool made = [] {
        tests::HandClock clock(tests::test_start());
        Chance random(1);
        auto store = open(disk, clock, random, true);
        app::App app(*store, tests::test_keys(), clock, random);
        app.import_areas(tests::test_areas()).value();
        app.import_poll(tests::test_poll(), "test").value();
        app.publish_poll("fietsen", "test").value();
        return true;
    }();
    static_cast<void>(made);
    return disk;
}

http::Request received(const kiosk::HttpRequest& sent) {
    http::Request request;
    request.method = sent.post ? http::Method::post : http::Method::get;
    request.target = sent.target;
    const auto mark = sent.target.find('?');
    request.path = sent.target.substr(0, mark);
    if (mark != std::string::npos)
        if (auto query = http::Form::parse(sent.target.substr(mark + 1))) request.query = std::move(*query);
    for (const auto& [name, value] : sent.headers) request.headers.add(name, value);
    request.body = sent.body;
    return request;
}

kiosk::HttpReply as_sent(const http::Reply& reply) {
    kiosk::HttpReply sent;
    sent.status = reply.status;
    sent.signature = reply.headers.get("Peilpunt-Handtekening");
    if (reply.headers.has("Retry-After"))
        sent.retry_after = std::chrono::seconds(std::stoi(std::string(reply.headers.get("Retry-After"))));
    sent.body = reply.body;
    return sent;
}

http::Reply handle(app::App& app, const http::Request& request) {
    if (request.path == "/api/v1/kiosken") return api::PostKiosk{app}(request);
    if (request.path == "/api/v1/synchronisaties") return api::PostBatch{app}(request);
    if (request.path == "/api/v1/synchronisaties/wijzigingen") return api::GetChanges{app}(request);
    return http::Reply::problem(404, "onbekend", "");
}

/// Every text that a visitor of a simulation gave looks like this, so that it can be found anywhere.
void collect(std::string_view text, Found& found) {
    constexpr std::string_view kBegin = "kanarie-";
    for (auto at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + 1))
        ++found.words[std::string(text.substr(at, text.find('.', at) - at))];
}

/// Texts are kept in pieces; `sql` gives whether a row begins a text, and its piece.
std::int64_t collect_all(sqlite::Connection& connection, std::string_view sql, Found& found) {
    std::int64_t texts = 0;
    std::string text;
    auto& rows = connection.prepare(sql);
    while (rows.step()) {
        if (rows.number(0) == 0) {
            ++texts;
            collect(text, found);
            text.clear();
        }
        text += rows.view(1);
    }
    rows.reset();
    collect(text, found);
    return texts;
}

}  // namespace

ServerSide::ServerSide(std::uint64_t seed, tests::HandClock& clock)
    : disk(seed), clock_(clock), random_(seed + 1) {
    disk.copy_from(fresh_disk());
}

ServerSide::~ServerSide() {
    app_.reset();
    store_.reset();
}

bool ServerSide::start() {
    ++starts_;
    try {
        store_ = open(disk, clock_, random_, false);
        if (store_) app_ = std::make_unique<app::App>(*store_, tests::test_keys(), clock_, random_);
    } catch (const std::exception&) {
        app_.reset();
    }
    if (app_ && !disk.dead()) return true;
    stop(End::killed);
    return false;
}

void ServerSide::stop(End end) {
    if (end != End::stopped) disk.die();  // closing files is no longer its business
    app_.reset();
    store_.reset();
    end == End::power_cut ? disk.power_cut() : disk.kill();
}

std::optional<kiosk::HttpReply> ServerSide::answer(const kiosk::HttpRequest& request) {
    kiosk::HttpReply reply{500, "", std::nullopt, ""};
    const bool alive = carry_out([&](app::App& app) { reply = as_sent(handle(app, received(request))); });
    if (!alive) return std::nullopt;
    if (planted) planted(*this, request, reply);
    return reply;
}

Found ServerSide::found() const {
    Disk copy(1);
    copy.copy_from(disk);
    Found found;
    sqlite::Connection connection(std::string(kFolder) + "/peilpunt.db", {.vfs = copy.vfs()});
    found.responses = collect_all(
        connection, "SELECT piece, answers FROM responses ORDER BY poll, day, part, id, piece", found);
    found.signals =
        collect_all(connection, "SELECT piece, words FROM signals ORDER BY day, part, id, piece", found);
    const auto taken = found.words;
    found.apart = collect_all(connection, "SELECT piece, body FROM quarantine ORDER BY id, piece", found);
    for (const auto& [words, times] : found.words) {
        const auto before = taken.find(words);
        if (before == taken.end() || before->second < times) found.set_apart.insert(words);
    }
    return found;
}

}  // namespace peilpunt::sim
