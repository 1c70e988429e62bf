// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/painter.hpp"

namespace peilpunt::platform {

Painter::Painter(Stage& stage)
    : stage_(stage), script_{nullptr, look::Shaper::kWidth, look::Shaper::kHeight} {
    stage_.shaper().texture = &script_;
}

Painter::~Painter() { stage_.shaper().texture = nullptr; }

void Painter::take_letters() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    unsigned char* texels = nullptr;
    atlas.GetTexDataAsAlpha8(&texels, &letters_.width, &letters_.height);
    letters_.texels = texels;
    atlas.SetTexID(&letters_);
}

std::vector<Box> Painter::paint(const Canvas& canvas) {
    if (stage_.prepare_fonts() || !letters_.texels) {
        take_letters();
        forget();
    }
    stage_.frame();
    if (stage_.shaper().take_changed()) forget();
    script_.texels = stage_.shaper().picture().data();
    const Drawing drawing(*ImGui::GetDrawData(), canvas.width, canvas.height);
    std::vector<Box> changed = tiles_.changed(drawing, stage_.background());
    for (const Box& part : changed) draw(canvas, part, drawing, stage_.background());
    return changed;
}

}  // namespace peilpunt::platform
