// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kiosk/look/icons.hpp"
#include "kiosk/look/palette.hpp"

namespace peilpunt::look {
namespace {

nlohmann::json read(const std::string& file) {
    std::ifstream stream(std::string(PEILPUNT_SOURCE_DIR) + "/" + file);
    return nlohmann::json::parse(stream);
}

std::string hex(Colour colour) {
    char text[8];
    std::snprintf(text, sizeof text, "#%06X", colour.rgb());
    return text;
}

TEST(Palette, HasTheColoursOfTheTokens) {
    const auto tokens = read("design/tokens.json")["kiosk"]["color"];
    for (const bool contrast : {false, true}) {
        const auto& wanted = tokens[contrast ? "contrast" : "normal"];
        const Palette& p = palette(contrast);
        const std::pair<const char*, Colour> members[] = {{"canvas", p.canvas},
                                                          {"surface", p.surface},
                                                          {"sunken", p.sunken},
                                                          {"tint", p.tint},
                                                          {"ink", p.ink},
                                                          {"ink_soft", p.ink_soft},
                                                          {"line", p.line},
                                                          {"hair", p.hair},
                                                          {"action", p.action},
                                                          {"action_down", p.action_down},
                                                          {"on_action", p.on_action},
                                                          {"voice", p.voice},
                                                          {"voice_soft", p.voice_soft},
                                                          {"on_voice", p.on_voice},
                                                          {"band", p.band},
                                                          {"on_band", p.on_band},
                                                          {"good", p.good},
                                                          {"stop", p.stop},
                                                          {"stop_soft", p.stop_soft},
                                                          {"disabled", p.disabled},
                                                          {"on_disabled", p.on_disabled}};
        for (const auto& [name, colour] : members) EXPECT_EQ(wanted.at(name), hex(colour)) << name;
    }
}

TEST(Palette, IsThatOfTheWeb) {
    const auto web = read("server/web/assets/tokens.json")["color"]["light"];
    for (const auto& [kiosk_name, web_name] : read("design/tokens.json")["kiosk"]["same_as"].items())
        EXPECT_EQ(read("design/tokens.json")["kiosk"]["color"]["normal"].at(kiosk_name), web.at(web_name))
            << kiosk_name;
}

TEST(Palette, TextStandsOutSevenToOne) {
    for (const bool contrast : {false, true}) {
        const Palette& p = palette(contrast);
        const std::tuple<const char*, Colour, Colour> pairs[] = {{"ink on canvas", p.ink, p.canvas},
                                                                 {"ink on white", p.ink, p.surface},
                                                                 {"soft on canvas", p.ink_soft, p.canvas},
                                                                 {"soft on white", p.ink_soft, p.surface},
                                                                 {"on action", p.on_action, p.action},
                                                                 {"pressed", p.on_action, p.action_down},
                                                                 {"on band", p.on_band, p.band},
                                                                 {"ink on yellow", p.on_voice, p.voice},
                                                                 {"ink on soft yellow", p.ink, p.voice_soft},
                                                                 {"stop on white", p.stop, p.surface},
                                                                 {"help numbers", p.ink, p.stop_soft},
                                                                 {"disabled", p.on_disabled, p.disabled},
                                                                 {"ink on tint", p.ink, p.tint},
                                                                 {"on the sunken bar", p.ink, p.sunken}};
        for (const auto& [name, front, back] : pairs) EXPECT_GE(contrast_ratio(front, back), 7.0) << name;
    }
}

TEST(Palette, EdgesOfThingsToTouchStandOutThreeToOne) {
    for (const bool contrast : {false, true}) {
        const Palette& p = palette(contrast);
        EXPECT_GE(contrast_ratio(p.line, p.canvas), 3.0);
        EXPECT_GE(contrast_ratio(p.line, p.sunken), 3.0);
    }
}

TEST(Icons, EveryPictogramOfTheWebHasAPictureHere) {
    const auto web = read("server/web/assets/pictograms.json");
    for (const auto& [name, drawing] : web.items()) EXPECT_FALSE(pictogram(name).empty()) << name;
}

TEST(Icons, AnUnknownWordHasNoPicture) { EXPECT_TRUE(pictogram("kwispelstaart").empty()); }

}  // namespace
}  // namespace peilpunt::look
