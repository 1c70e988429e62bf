// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/stage.hpp"

#include <imgui.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "kiosk/screens/view.hpp"

namespace peilpunt::platform {
namespace {

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav;

}  // namespace

Stage::Stage(App& app, const text::Catalogue& texts, look::FontFiles fonts, int width_px, int height_px)
    : app_(app), texts_(texts), files_(std::move(fonts)), width_px_(width_px), height_px_(height_px) {
    IMGUI_CHECKVERSION();
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
    fonts_ = std::make_unique<look::Fonts>(files_, px_per_mm_, larger);
    baked_larger_ = larger;
    baked_px_per_mm_ = px_per_mm_;
    return true;
}

look::Colour Stage::background() const { return look::palette(app_.state().session.contrast).canvas; }

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
    look::Ui ui({.fonts = fonts_.get(),
                 .grid = grid_,
                 .px_per_mm = px_per_mm_,
                 .left_px = left_px_,
                 .top_px = top_px_,
                 .larger = app_.state().session.larger,
                 .contrast = app_.state().session.contrast,
                 .spotlight = &light});
    try {
        screens::draw({app_.state(), app_.now(), texts_, ui, events});
    } catch (const std::exception& error) {
        // The message may hold what somebody typed; the place may not be shown either way.
        spdlog::error("screen {} cannot be drawn; back to the start", static_cast<int>(app_.state().screen));
        events.assign(1, flow::ScreenFailed{});
    }
    items_ = ui.items();
    shown_ = ui.shown();
    marked_ = ui.marked();
    problems_ = ui.problems();
    ImGui::PopID();
    ImGui::End();
    ImGui::Render();
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
    if (pointer.pressed) app_.happen(flow::Activity{});
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
        if (item.layer != top || item.role == "corner" || item.role == "key") continue;
        if (reading.part == Part::number ? item.id != "volgcode" : item.aside) continue;
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
