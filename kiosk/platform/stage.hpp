// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "kiosk/look/ui.hpp"
#include "kiosk/platform/app.hpp"
#include "kiosk/platform/touch_queue.hpp"
#include "shared/text/catalogue.hpp"

struct ImGuiContext;

namespace peilpunt::platform {

/// After a change of screen, touches are ignored for so long.
inline constexpr flow::Millis kTapLock{500};

/// The keys of a keypad that can be felt: the whole kiosk works by these.
enum class Key { up, down, enter, back, repeat, louder, softer };

/// Puts the app's state on an ImGui frame and the finger's taps back into the app. Owns the ImGui context;
/// needs no window, so that tests use the very same path.
class Stage {
  public:
    Stage(App& app, const text::Catalogue& texts, look::FontFiles fonts, int width_px, int height_px);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    TouchQueue& touches() { return touches_; }
    /// A key was pressed; what it does is seen in the next frame.
    void press(Key key);
    /// The item that the keypad stands on; empty when it is not in use.
    const std::string& focus() const { return focus_; }
    look::Shaper& shaper() { return shaper_; }
    void resize(int width_px, int height_px);
    /// Bakes the typefaces for this size and mode. True when the texture must be sent to the graphics card
    /// again.
    bool prepare_fonts();
    /// Builds one frame and handles what was tapped; ImGui::GetDrawData() has the picture.
    void frame();
    /// Whether another frame should follow at once.
    bool wants_frame() const {
        return touches_.busy() || unsettled_ > 0 || !key_press_.empty() || shaper_.full();
    }
    /// The items of the last frame.
    const std::vector<look::Item>& items() const { return items_; }
    const std::vector<std::string>& problems() const { return problems_; }
    /// The text of the last frame, in the order of drawing.
    const std::vector<look::Ui::Shown>& shown() const { return shown_; }
    /// The words on the marker of the last frame.
    const std::string& marked() const { return marked_; }
    /// What the screen is cleared with before the last frame is drawn.
    look::Colour background() const { return background_; }
    const look::Grid& grid() const { return grid_; }
    float px_per_mm() const { return px_per_mm_; }
    /// The middle of an item of the last frame, in pixels; {-1, -1} when there is none.
    std::pair<float, float> middle_of(const std::string& item) const;
    /// For programs that touch the window in tests: a line with the number of the screen and how many taps
    /// did something, then one for each item that can be touched now: id, x and y in pixels. No words. Empty
    /// while touches are ignored.
    std::string touchable() const;

  private:
    void build(const TouchQueue::Pointer& pointer, std::vector<flow::Event>& events);
    void move_focus(int step);
    /// Items of the upper layer that the keypad visits, in reading order.
    std::vector<const look::Item*> stops() const;
    look::Spotlight spotlight() const;
    void read_aloud(const flow::ReadScreen& reading, const std::vector<look::Item>& before);

    App& app_;
    const text::Catalogue& texts_;
    look::FontFiles files_;
    ImGuiContext* context_;
    look::Shaper shaper_;
    std::unique_ptr<look::Fonts> fonts_;
    TouchQueue touches_;
    look::Grid grid_;
    int width_px_, height_px_;
    float px_per_mm_ = 4, left_px_ = 0, top_px_ = 0;
    float baked_px_per_mm_ = 0;
    bool baked_larger_ = false;
    int place_number_ = 0;  ///< counts screens, so that a press cannot end on another one's button
    int taps_ = 0;          ///< that did something
    int unsettled_ = 2;     ///< frames until ImGui knows its own window
    look::Colour background_;
    std::vector<look::Item> items_;
    std::string focus_;      ///< id
    std::string key_press_;  ///< id of the item that a key taps in the next frame
    bool by_keys_ = false;   ///< the keypad was used since the last touch
    flow::Millis keys_locked_until_{0};
    std::vector<look::Ui::Shown> shown_;
    std::string marked_;
    std::vector<std::string> problems_;
};

}  // namespace peilpunt::platform
