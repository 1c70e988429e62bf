// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/model/utf8.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {
namespace {

constexpr std::size_t kMaxPolls = 500;
constexpr std::size_t kMaxHelpLines = 50;

/// The faults of a part, with the place of that part before their names.
void take_over(const Error& error, const std::string& where, std::vector<Fault>& faults) {
    if (error.faults.empty()) faults.push_back({where, "ongeldig", error.message});
    for (const Fault& fault : error.faults)
        faults.push_back({where + "." + fault.field, fault.code, fault.message});
}

std::optional<StepState> step_state_of(std::string_view text) {
    for (const StepState state : {StepState::done, StepState::now, StepState::later})
        if (word(state) == text) return state;
    return std::nullopt;
}

LocalText local_text(const nlohmann::json* tree, Reader& reader, std::string_view name) {
    std::map<std::string, std::string> texts;
    if (!tree || !tree->is_object()) {
        reader.wrong_kind(name);
        return {};
    }
    for (const auto& [language, text] : tree->items())
        if (text.is_string() && text.get_ref<const std::string&>().size() <= 2000)
            texts[language] = text.get<std::string>();
    return LocalText(std::move(texts));
}

std::optional<Date> date_of(const nlohmann::json& tree, Reader& reader) {
    if (!tree.is_object() || !tree.contains("datum")) return std::nullopt;
    const auto date = parse_date(reader.text("datum", 10));
    if (date) return *date;
    reader.fault("datum", "ongeldig", "Dit is geen datum.");
    return std::nullopt;
}

nlohmann::json tree_of(const Followed& followed) {
    auto steps = nlohmann::json::array();
    for (const FollowStep& step : followed.steps) {
        nlohmann::json one{{"stap", step.step}, {"staat", word(step.state)}};
        if (step.date) one["datum"] = format_date(*step.date);
        steps.push_back(std::move(one));
    }
    auto keys = nlohmann::json::array();
    for (const std::string& key : followed.keys) keys.push_back(seal::to_base64(key));
    nlohmann::json tree{{"stappen", std::move(steps)}, {"sleutels", std::move(keys)}};
    if (!followed.subject.empty()) tree["onderwerp"] = followed.subject.all();
    if (followed.poll) tree["peiling"] = {{"id", followed.poll->id.str()}, {"nummer", followed.poll->number}};
    return tree;
}

Followed followed_from(const nlohmann::json& tree, const std::string& where, std::vector<Fault>& faults) {
    Reader reader(tree, where, faults);
    Followed followed;
    if (tree.is_object() && tree.contains("onderwerp"))
        followed.subject = local_text(reader.need("onderwerp"), reader, "onderwerp");
    if (const nlohmann::json* steps = reader.list("stappen", 20))
        for (std::size_t i = 0; i < steps->size(); ++i) {
            Reader step((*steps)[i], where + "." + item("stappen", i), faults);
            FollowStep read;
            read.step = step.text("stap", 40);
            if (const auto state = step_state_of(step.text("staat", 20)))
                read.state = *state;
            else
                step.fault("staat", "onbekend", "Deze stand is hier niet bekend.");
            read.date = date_of((*steps)[i], step);
            followed.steps.push_back(std::move(read));
        }
    if (const nlohmann::json* keys = reader.list("sleutels", kMaxFollowKeys))
        for (const nlohmann::json& key : *keys) {
            const auto bytes = key.is_string() ? seal::from_base64(key.get_ref<const std::string&>())
                                               : Result<std::string>(Error{});
            if (bytes && bytes->size() == 16)
                followed.keys.push_back(*bytes);
            else
                reader.fault("sleutels", "ongeldig", "Dit is geen volgsleutel.");
        }
    if (tree.is_object() && tree.contains("peiling")) {
        Reader poll(*reader.need("peiling"), where + ".peiling", faults);
        followed.poll = {poll.parsed<PollId>("id"), static_cast<int>(poll.number("nummer", 0, INT32_MAX))};
    }
    return followed;
}

Poster poster_from(const nlohmann::json& tree, const std::string& where, std::vector<Fault>& faults) {
    Reader reader(tree, where, faults);
    Poster poster;
    poster.said = local_text(reader.need("gezegd"), reader, "gezegd");
    poster.done = local_text(reader.need("gedaan"), reader, "gedaan");
    poster.date = date_of(tree, reader);
    return poster;
}

Clip clip_from(const nlohmann::json& tree, const std::string& where, std::vector<Fault>& faults) {
    Reader reader(tree, where, faults);
    Clip clip{reader.text("taal", 20), reader.text("woorden", kMaxClipWords), reader.text("hash", 64)};
    if (!is_clip_hash(clip.hash)) reader.fault("hash", "ongeldig", "Dit is geen hash.");
    return clip;
}

void leave_out(Changes& changes, const std::string& where, const Error& error) {
    if (changes.left_out.size() >= kMaxLeftOut) return;
    const bool named = !error.faults.empty();
    changes.left_out.push_back(
        left_out_line(where + (named ? "." + error.faults.front().field + ": " + error.faults.front().message
                                     : ": " + error.message)));
}

template <class List, class Read>
void read_or_leave_out(Changes& changes, List& list, const std::string& where, Read read) {
    std::vector<Fault> faults;
    auto one = read(faults);
    if (faults.empty()) return list.push_back(std::move(one));
    faults.front().field.erase(0, where.size() + 1);
    leave_out(changes, where, wrong(std::move(faults)));
}

}  // namespace

std::string_view word(StepState state) {
    return state == StepState::done ? "klaar" : state == StepState::now ? "nu" : "later";
}

std::string write_changes(const Changes& changes) {
    nlohmann::json tree{{"cursor", changes.cursor}, {"gewijzigd", changes.changed}};
    if (!changes.changed) return tree.dump();
    auto polls = nlohmann::json::array();
    for (const Poll& poll : changes.polls) polls.push_back(json::poll_tree(poll));
    auto lines = nlohmann::json::array();
    // Dutch first: an earlier version shows the first few, whatever their language.
    for (const bool dutch : {true, false})
        for (const auto& [language, own] : changes.help_lines)
            if (dutch == (language == "nl"))
                for (const auto& [name, number] : own)
                    lines.push_back({{"naam", name}, {"nummer", number}, {"taal", language}});
    tree["peilingen"] = std::move(polls);
    tree["gebieden"] = json::areas_tree(AreaTree(changes.areas));
    tree["hulplijnen"] = std::move(lines);
    tree["adres"] = changes.site_url;
    if (!changes.staff_pin_hash.empty()) tree["pincode"] = changes.staff_pin_hash;
    if (!changes.server_box_key.empty()) tree["serverSleutel"] = seal::to_base64(changes.server_box_key);
    if (changes.code_key) tree["codesleutel"] = seal::to_base64(changes.code_key->secret().reveal());
    auto followed = nlohmann::json::array();
    for (const Followed& each : changes.followed) followed.push_back(tree_of(each));
    tree["gevolgd"] = std::move(followed);
    auto posters = nlohmann::json::array();
    for (const Poster& poster : changes.posters) {
        nlohmann::json one{{"gezegd", poster.said.all()}, {"gedaan", poster.done.all()}};
        if (poster.date) one["datum"] = format_date(*poster.date);
        posters.push_back(std::move(one));
    }
    tree["borden"] = std::move(posters);
    auto clips = nlohmann::json::array();
    for (const Clip& clip : changes.clips)
        clips.push_back({{"taal", clip.language}, {"woorden", clip.words}, {"hash", clip.hash}});
    if (!clips.empty()) tree["geluiden"] = std::move(clips);
    if (!changes.left_out.empty()) tree["weggelaten"] = changes.left_out;  // in what a kiosk keeps of it
    return tree.dump();
}

Result<Changes> parse_changes(std::string_view text) {
    const auto tree = json::parse(text, {.bytes = kMaxChangesBytes, .depth = 32, .nodes = 400'000});
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Changes changes;
    changes.cursor = reader.text("cursor", 200);
    changes.changed = reader.flag("gewijzigd");
    if (!faults.empty()) return wrong(std::move(faults));
    if (!changes.changed) return changes;
    if (const nlohmann::json* polls = reader.list("peilingen", kMaxPolls))
        for (std::size_t i = 0; i < polls->size(); ++i) {
            auto poll = json::poll_from((*polls)[i]);
            if (poll)
                changes.polls.push_back(std::move(*poll));
            else
                leave_out(changes, item("peilingen", i), poll.error());
        }
    if (const nlohmann::json* areas = reader.need("gebieden")) {
        auto read = json::areas_from(*areas);
        if (read)
            changes.areas = read->all();
        else
            take_over(read.error(), "gebieden", faults);
    }
    if (const nlohmann::json* lines = reader.list("hulplijnen", kMaxHelpLines))
        for (std::size_t i = 0; i < lines->size(); ++i) {
            Reader line((*lines)[i], item("hulplijnen", i), faults);
            std::string name = line.text("naam", 200);
            std::string number = line.text("nummer", 40);
            // An earlier version knew Dutch lines only.
            std::string language = (*lines)[i].contains("taal") ? line.text("taal", 20) : std::string("nl");
            changes.help_lines[std::move(language)].emplace_back(std::move(name), std::move(number));
        }
    changes.site_url = reader.text("adres", 500);
    if (tree->contains("pincode")) changes.staff_pin_hash = reader.text("pincode", 200);
    if (tree->contains("serverSleutel")) changes.server_box_key = reader.bytes("serverSleutel", 32, 32);
    if (tree->contains("codesleutel"))
        if (auto secret = reader.bytes("codesleutel", 32, 32); !secret.empty())
            changes.code_key = seal::CodeKey::of_kiosk(seal::Secret(std::move(secret)));
    if (tree->contains("weggelaten"))
        if (const nlohmann::json* lines = reader.list("weggelaten", kMaxLeftOut))
            for (const nlohmann::json& line : *lines)
                if (line.is_string()) changes.left_out.push_back(left_out_line(line.get<std::string>()));
    // Not in what an earlier version cached.
    if (tree->contains("gevolgd"))
        if (const nlohmann::json* followed = reader.list("gevolgd", kMaxPolls + 10))
            for (std::size_t i = 0; i < followed->size(); ++i)
                read_or_leave_out(changes, changes.followed, item("gevolgd", i), [&](auto& found) {
                    return followed_from((*followed)[i], item("gevolgd", i), found);
                });
    if (tree->contains("borden"))
        if (const nlohmann::json* posters = reader.list("borden", 20))
            for (std::size_t i = 0; i < posters->size(); ++i)
                read_or_leave_out(changes, changes.posters, item("borden", i), [&](auto& found) {
                    return poster_from((*posters)[i], item("borden", i), found);
                });
    if (tree->contains("geluiden"))
        if (const nlohmann::json* clips = reader.list("geluiden", kMaxClips))
            for (std::size_t i = 0; i < clips->size(); ++i)
                read_or_leave_out(changes, changes.clips, item("geluiden", i), [&](auto& found) {
                    return clip_from((*clips)[i], item("geluiden", i), found);
                });
    if (!faults.empty()) return wrong(std::move(faults));
    return changes;
}

std::string left_out_line(std::string line) {
    line.resize(utf8::within_bytes(line, kMaxLeftOutLine).size());
    return line;
}

std::string clip_hash(std::string_view ogg) { return seal::to_hex(seal::hash(ogg)); }

bool is_clip_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string changes_question(std::string_view kiosk, std::string_view cursor) {
    return std::string(kiosk).append(1, '\n').append(cursor);
}

}  // namespace peilpunt::sync
