// SPDX-License-Identifier: EUPL-1.2
// kiosk_pictures FOLDER [WxH] [larger] [contrast] [LANGUAGE] [NAME...]: every screen as a PNG, to look at.
#include <cstdio>
#include <filesystem>
#include <set>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "shared/model/languages.hpp"
#include "shared/text/catalogue.hpp"

int main(int count, char** words) {
    using namespace peilpunt;
    std::set<std::string> wanted(words + std::min(count, 2), words + count);
    const bool larger = wanted.erase("larger") > 0;
    const bool contrast = wanted.erase("contrast") > 0;
    std::string language = "nl";
    for (const std::string_view each : kLanguages)
        if (each != "nl" && wanted.erase(std::string(each)) > 0) language = each;
    int width = 1080;
    int height = 1920;
    for (const std::string& word : std::set<std::string>(wanted))
        if (int w = 0, h = 0; std::sscanf(word.c_str(), "%dx%d", &w, &h) == 2) {
            width = w;
            height = h;
            wanted.erase(word);
        }
    if (count < 2) return 2;
    const std::string folder = words[1];
    std::filesystem::create_directories(folder);
    for (const kiosk_tests::NamedScreen& screen : kiosk_tests::all_screens()) {
        if (!wanted.empty() && !wanted.contains(screen.name)) continue;
        kiosk_tests::Walk walk;
        screen.reach(walk);
        // Whatever is touched ends reading aloud, which one of the screens shows.
        if (larger) walk.happen(flow::SetLarger{true});
        if (contrast) walk.happen(flow::SetContrast{true});
        if (language != "nl" && walk.app.state().screen != flow::Screen::start)
            walk.happen(flow::ChooseLanguage{language});
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), width, height);
        platform::Offscreen shot(width, height);
        shot.shoot(stage);
        platform::write_png(shot.shoot(stage), folder + "/" + screen.name + ".png");
        for (const std::string& problem : stage.problems())
            std::printf("%s: %s\n", screen.name.c_str(), problem.c_str());
    }
    return 0;
}
