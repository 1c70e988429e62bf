// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/stage.hpp"

#include <imgui.h>
#include <spdlog/spdlog.h>
#include <string.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <new>

#include "kiosk/screens/view.hpp"

namespace peilpunt::platform {
namespace {

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav;

/// What ImGui gives back is overwritten as everything that the program gives back.
void use_own_memory() {
    ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return ::operator new(size); },
                                 [](void* bytes, void*) { ::operator delete(bytes); });
}

/// Overwrites what earlier frames left behind the last vertex: the place of every letter that was shown.
void wipe_rest(const ImDrawData& data) {
    for (int i = 0; i < data.CmdListsCount; ++i) {
        ImVector<ImDrawVert>& vertices = data.CmdLists[i]->VtxBuffer;
        explicit_bzero(vertices.Data + vertices.Size,
                       static_cast<std::size_t>(vertices.Capacity - vertices.Size) * sizeof(ImDrawVert));
    }
}

}  // namespace

Stage::Stage(App& app, const text::Catalogue& texts, look::FontFiles fonts, int width_px, int height_px)
    : app_(app),
      texts_(texts),
      files_(std::move(fonts)),
      shaper_({files_.regular, files_.arabic}, {files_.bold, files_.arabic_bold}),
      width_px_(width_px),
      height_px_(height_px) {
    IMGUI_CHECKVERSION();
    use_own_memory();
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.CircleTessellationMaxError = 0.15f;
    resize(width_px, height_px);
}

Stage::~Stage() { ImGui::DestroyContext(context_); }

void Stage::resize(int width_px, int height_px) {
    width_px_ = std::max(1, width_px);
    height_px_ = std::max(1, height_px);
    grid_ = look::make_grid(width_px_ > height_px_);
    const auto w = static_cast<float>(width_px_);
    const auto h = static_cast<float>(height_px_);
    px_per_mm_ = std::min(w / grid_.width, h / grid_.height);
    left_px_ = (w - grid_.width * px_per_mm_) / 2;
    top_px_ = (h - grid_.height * px_per_mm_) / 2;
    unsettled_ = 2;
}

bool Stage::prepare_fonts() {
    const bool larger = app_.state().session.larger;
    if (fonts_ && larger == baked_larger_ && px_per_mm_ == baked_px_per_mm_) return false;
    fonts_.reset();
    fonts_ = std::make_unique<look::Fonts>(files_, shaper_, px_per_mm_, larger);
    baked_larger_ = larger;
    baked_px_per_mm_ = px_per_mm_;
    return true;
}

void Stage::build(const TouchQueue::Pointer& pointer, std::vector<flow::Event>& events) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_px_), static_cast<float>(height_px_)};
    io.DeltaTime = 1.0f / 60;
    io.MousePos = pointer.on_screen ? ImVec2{pointer.x, pointer.y} : ImVec2{-FLT_MAX, -FLT_MAX};
    io.MouseDown[0] = pointer.down;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("kiosk", nullptr, kBare);
    ImGui::PushID(place_number_);
    const look::Spotlight light = spotlight();
    const std::string pressed = std::exchange(key_press_, {});
    shaper_.begin_frame();
    look::Ui ui({.fonts = fonts_.get(),
                 .grid = grid_,
                 .px_per_mm = px_per_mm_,
                 .left_px = left_px_,
                 .top_px = top_px_,
                 .larger = app_.state().session.larger,
                 .contrast = app_.state().session.contrast,
                 .mirrored = text::reads_right_to_left(app_.state().session.language),
                 .spotlight = &light,
                 .pressed_by_key = pressed});
    try {
        screens::draw({app_.state(), app_.now(), texts_, ui, events});
    } catch (const std::exception& error) {
        // The message may hold what somebody typed; the place may not be shown either way.
        spdlog::error("screen {} cannot be drawn; back to the start", static_cast<int>(app_.state().screen));
        events.assign(1, flow::ScreenFailed{});
    }
    background_ = ui.background();
    items_ = ui.items();
    if (by_keys_)
        for (const look::Item* item : stops())
            if (item->id == focus_) ui.focus_ring(*item);
    shown_ = ui.shown();
    marked_ = ui.marked();
    problems_ = ui.problems();
    ImGui::PopID();
    ImGui::End();
    ImGui::Render();
    wipe_rest(*ImGui::GetDrawData());
}

void Stage::frame() {
    prepare_fonts();
    const TouchQueue::Pointer pointer = touches_.apply();
    const flow::Place before = flow::place_of(app_.state());
    std::vector<flow::Event> events;
    const std::vector<look::Item> items_before = items_;
    build(pointer, events);
    if (const auto reading = app_.take_reading()) read_aloud(*reading, items_before);
    if (unsettled_ > 0) --unsettled_;
    if (pointer.pressed) {
        app_.happen(flow::Activity{});
        by_keys_ = false;
        focus_.clear();
    }
    if (pointer.released && events.empty()) app_.happen(flow::Elsewhere{});
    // One finger does one thing at a time.
    if (!events.empty()) {
        ++taps_;
        app_.happen(events.front());
    }
    if (!events.empty() || pointer.released) unsettled_ = std::max(unsettled_, 1);  // show what came of it
    if (flow::place_of(app_.state()) == before) return;
    ++place_number_;
    touches_.lock(app_.now() + kTapLock);
    keys_locked_until_ = app_.now() + kTapLock;
    focus_.clear();
    // What was shaped holds words of the visit; nobody's words are here when nobody is.
    if (!flow::has_input(app_.state().session)) shaper_.forget();
}

std::vector<const look::Item*> Stage::stops() const {
    int top = 0;
    for (const look::Item& item : items_) top = std::max(top, item.layer);
    std::vector<const look::Item*> stops;
    for (const look::Item& item : items_)
        if (item.layer == top && item.role != "corner") stops.push_back(&item);
    return stops;
}

void Stage::move_focus(int step) {
    const auto all = stops();
    if (all.empty()) return;
    const auto here =
        std::find_if(all.begin(), all.end(), [&](const look::Item* item) { return item->id == focus_; });
    const auto count = static_cast<int>(all.size());
    const auto place = here == all.end() ? (step > 0 ? 0 : count - 1)
                                         : (static_cast<int>(here - all.begin()) + step + count) % count;
    focus_ = all[static_cast<std::size_t>(place)]->id;
    app_.happen(flow::FocusMoved{});
}

void Stage::press(Key key) {
    app_.happen(flow::Activity{});
    // Whoever uses the keys may not see the screen: the first one makes it speak.
    if (!by_keys_ && !app_.state().session.read_aloud) app_.happen(flow::SetReadAloud{true});
    by_keys_ = true;
    unsettled_ = std::max(unsettled_, 1);
    const auto tap = [&](std::initializer_list<std::string_view> ids) {
        for (const std::string_view id : ids)
            for (const look::Item* item : stops())
                if (item->id == id && app_.now() >= keys_locked_until_) {
                    key_press_ = id;
                    return;
                }
    };
    switch (key) {
        case Key::up:
            return move_focus(-1);
        case Key::down:
            return move_focus(1);
        case Key::enter:
            if (app_.state().screen == flow::Screen::poster) return app_.happen(flow::Elsewhere{});
            return focus_.empty() ? move_focus(1) : tap({focus_});
        case Key::back:
            return tap({"terug", "blijf"});
        case Key::repeat:
            return tap({"lees"});
        case Key::louder:
            return app_.happen(flow::ChangeVolume{1});
        case Key::softer:
            return app_.happen(flow::ChangeVolume{-1});
    }
}

/// Where the words stand that are heard now, as the last frame had them.
look::Spotlight Stage::spotlight() const {
    const flow::Speech& speech = app_.state().speech;
    if (!speech.on || speech.item.empty()) return {};
    int top = 0;
    for (const look::Item& item : items_) top = std::max(top, item.layer);
    for (const look::Item& item : items_)
        if (item.id == speech.item && item.layer == top)
            return {item.id, item.rect, item.spoken, speech.from, speech.to};
    return {};
}

/// Hands the voice what the register of items says is on the screen, in its order.
void Stage::read_aloud(const flow::ReadScreen& reading, const std::vector<look::Item>& before) {
    using Part = flow::ReadScreen::Part;
    int top = 0;
    for (const look::Item& item : items_) top = std::max(top, item.layer);
    const auto known = [&](const look::Item& item) {
        return std::any_of(before.begin(), before.end(), [&](const look::Item& old) {
            return old.id == item.id && old.layer == item.layer && old.spoken == item.spoken;
        });
    };
    std::vector<voice::Utterance> utterances;
    for (const look::Item& item : items_) {
        if (item.layer != top || item.role == "corner") continue;
        if (reading.part == Part::focus ? item.id != focus_ : item.role == "key") continue;
        if (reading.part == Part::number ? item.id != "volgcode"
                                         : item.aside && (reading.part != Part::focus || item.role == "text"))
            continue;
        if (reading.part == Part::changes && known(item)) continue;
        utterances.push_back(
            {item.id, item.spoken, item.language.empty() ? app_.state().session.language : item.language});
    }
    app_.say(reading, std::move(utterances));
}

std::pair<float, float> Stage::middle_of(const std::string& item) const {
    int top = 0;
    for (const look::Item& each : items_) top = std::max(top, each.layer);
    for (const look::Item& each : items_)
        if (each.id == item && each.layer == top)
            return {left_px_ + each.rect.mid_x() * px_per_mm_, top_px_ + each.rect.mid_y() * px_per_mm_};
    return {-1, -1};
}

std::string Stage::touchable() const {
    if (wants_frame() || touches_.locked(app_.now())) return {};
    int top = 0;
    for (const look::Item& each : items_) top = std::max(top, each.layer);
    std::string lines = std::to_string(place_number_) + " " + std::to_string(taps_) + "\n";
    for (const look::Item& each : items_) {
        if (each.layer != top || each.disabled || each.role == "text") continue;
        const auto [x, y] = middle_of(each.id);
        lines += each.id + " " + std::to_string(std::lround(x)) + " " + std::to_string(std::lround(y)) + "\n";
    }
    return lines;
}

}  // namespace peilpunt::platform
