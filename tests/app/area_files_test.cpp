// SPDX-License-Identifier: EUPL-1.2
// Areas from files of CBS and PDOK: taken in whole, or refused in a sentence that names the place.
#include "server/app/area_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace peilpunt;
using app::AreaFile;

namespace {

AreaCode code(const char* text) { return AreaCode::parse(text).value(); }

constexpr const char* kSquare =
    R"({"type":"Polygon","coordinates":[[[4.6,52.4],[4.7,52.4],[4.7,52.5],[4.6,52.4]]]})";

std::string feature(const std::string& properties, const std::string& geometry = kSquare) {
    return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":)" + geometry + "}";
}
std::string collection(const std::vector<std::string>& features, const std::string& more = "") {
    std::string text = R"({"type":"FeatureCollection",)" + more + R"("features":[)";
    for (std::size_t i = 0; i < features.size(); ++i) text += (i > 0 ? "," : "") + features[i];
    return text + "]}";
}
const AreaFile kMunicipalities{
    "gemeenten.geojson",
    collection(
        {feature(R"("statcode":"GM0453","statnaam":"Velsen")"),
         feature(
             R"("gemeentecode":"GM0375","gemeentenaam":"Beverwijk","aantalInwoners":42711,"water":"NEE")"),
         feature(R"("gemeentecode":"GM0375","gemeentenaam":"Beverwijk","water":"JA")")},
        R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},)")};
const AreaFile kDistricts{
    "wijken.geojson",
    collection(
        {feature(
             R"("wijkcode":"WK045301","wijknaam":"IJmuiden-Noord","gemeentecode":"GM0453","gemeentenaam":"Velsen")"),
         feature(R"("WK_CODE":"WK037500","WK_NAAM":"Centrum","GM_CODE":"GM0375","AANT_INW":-99999997)")})};
const AreaFile kNeighbourhoods{
    "buurten.geojson",
    collection(
        {feature(
             R"("buurtcode":"BU04530101","buurtnaam":"Oud-IJmuiden","wijkcode":"WK045301","gemeentecode":"GM0453")"),
         feature(R"("code":"BU03750001","name":"Meerplein","parent":"WK037500")", "null")})};

std::vector<std::string> codes(const std::vector<Area>& areas) {
    std::vector<std::string> all;
    for (const auto& area : areas) all.push_back(area.code.str());
    return all;
}

struct Bad {
    const char* name;
    std::string bytes;
    const char* place;  ///< what the refusal names
    const char* says;
};
std::string one(const std::string& geometry) {
    return collection({feature(R"("code":"GM0453","name":"Velsen")", geometry)});
}
const Bad kBad[] = {
    {"AnOpenRing", one(R"({"type":"Polygon","coordinates":[[[4.6,52.4],[4.7,52.4],[4.7,52.5],[4.6,52.5]]]})"),
     "GM0453 Velsen", "niet gesloten"},
    {"AnOpenRingInOneOfMany",
     one(R"({"type":"MultiPolygon","coordinates":[[[[4.6,52.4],[4.7,52.4],[4.7,52.5],[4.6,52.4]]],[[[1,50],[2,50],[2,51],[1,52]]]]})"),
     "GM0453 Velsen", "niet gesloten"},
    {"ThreePoints", one(R"({"type":"Polygon","coordinates":[[[4.6,52.4],[4.7,52.4],[4.6,52.4]]]})"), "Velsen",
     "vier punten"},
    {"CoordinatesInMetres",
     one(R"({"type":"Polygon","coordinates":[[[101000,497000],[102000,497000],[102000,498000],[101000,497000]]]})"),
     "GM0453 Velsen", "Rijksdriehoek"},
    {"AProjectionInMetres",
     collection({feature(R"("code":"GM0453","name":"Velsen")")},
                R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},)"),
     "slecht", "Rijksdriehoek"},
    {"AnUnknownProjection",
     collection({feature(R"("code":"GM0453","name":"Velsen")")},
                R"("crs":{"type":"name","properties":{"name":"EPSG:3857"}},)"),
     "slecht", "EPSG:3857"},
    {"LatitudeFirst",
     one(R"({"type":"Polygon","coordinates":[[[52.4,4.6],[52.4,4.7],[52.5,4.7],[52.4,4.6]]]})"), "Velsen",
     "Eerst moet de lengte"},
    {"AnotherPlanet",
     one(R"({"type":"Polygon","coordinates":[[[400,52.4],[400,4.7],[401,4.7],[400,52.4]]]})"), "Velsen",
     "geen lengte en breedte"},
    {"APoint", one(R"({"type":"Point","coordinates":[4.6,52.4]})"), "Velsen", "geen vlak"},
    {"AHole", one(R"({"type":"Polygon","coordinates":[[[4.6,52.4],[4.7],[4.7,52.5],[4.6,52.4]]]})"), "Velsen",
     "geen lengte"},
    {"ACodeTwice",
     collection(
         {feature(R"("code":"GM0453","name":"Velsen")"), feature(R"("code":"GM0453","name":"Velsen")")}),
     "GM0453 Velsen", "twee keer"},
    {"AProvince", collection({feature(R"("statcode":"PV27","statnaam":"Noord-Holland")")}),
     "PV27 Noord-Holland", "geen code"},
    {"ACodeCutShort", collection({feature(R"("code":"GM45","name":"Velsen")")}), "GM45 Velsen", "geen code"},
    {"ARegion", collection({feature(R"("code":"RG01","name":"IJmond")")}), "RG01", "geen code"},
    {"NoCode", collection({feature(R"("name":"Velsen")")}), "gebied 1", "geen code"},
    {"NoName", collection({feature(R"("code":"GM0453")")}), "GM0453", "geen naam"},
    {"ALineInAName", collection({feature(R"("code":"GM0453","name":"Vel\nsen")")}), "GM0453", "geen naam"},
    {"AnotherParentThanItsCode",
     collection({feature(R"("code":"GM0453","name":"Velsen")"),
                 feature(R"("code":"GM0375","name":"Beverwijk")"),
                 feature(R"("code":"WK045301","name":"IJmuiden-Noord","parent":"GM0375")")}),
     "WK045301 IJmuiden-Noord", "GM0375"},
    {"AParentThatIsNotThere", collection({feature(R"("code":"WK036300","name":"Burgwallen")")}),
     "WK036300 Burgwallen", "GM0363"},
    {"NoFeatures", R"({"type":"Topology","objects":{}})", "slecht", "FeatureCollection"},
    {"AFeatureThatIsNone", collection({"7"}), "gebied 1", "geen gebied"},
    {"NothingInIt", collection({}), "slecht", "geen gebieden"},
    {"HalfAFile", R"({"type":"FeatureCollection","features":[)", "slecht", ""},
    {"AGeoPackage", std::string("SQLite format 3\0...", 20), "slecht", "GeoPackage"},
    {"AZip", "PK\x03\x04", "slecht", "zip"},
    {"APicture", std::string("\x89PNG\0\0", 6), "slecht", "geen GeoJSON"},
    {"ACsvWithoutAHead", "GM0453,Velsen\n", "regel 1", "kolommen"},
    {"ACsvWithAShortLine", "code,name\nGM0453\n", "regel 2", "kolommen"},
    {"ACsvWithAnOpenQuote", "code,name\nGM0453,\"Velsen\n", "regel 2", "aanhalingsteken"},
};
class BadAreas : public testing::TestWithParam<Bad> {};

}  // namespace

TEST(AreaFiles, OfCbsGiveCodesNamesAndWhatLiesInWhat) {
    const std::vector<AreaFile> files{kNeighbourhoods, kMunicipalities, kDistricts};  // in any order
    const auto read = app::read_area_files(files, {{code("RG01"), "IJmond", {}, 0}});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(codes(read->areas), (std::vector<std::string>{"RG01", "GM0375", "WK037500", "BU03750001",
                                                            "GM0453", "WK045301", "BU04530101"}));
    EXPECT_EQ(read->areas[1], (Area{code("GM0375"), "Beverwijk", code("RG01"), 42711}));
    EXPECT_EQ(read->areas[2], (Area{code("WK037500"), "Centrum", code("GM0375"), 0}))
        << "CBS's word for unknown";
    EXPECT_EQ(read->areas[6], (Area{code("BU04530101"), "Oud-IJmuiden", code("WK045301"), 0}));
    EXPECT_EQ(std::tuple(read->municipalities, read->districts, read->neighbourhoods), std::tuple(2, 2, 2));
    EXPECT_TRUE(read->outlines);
}

TEST(AreaFiles, OneKindAfterAnotherGivesTheSame) {
    std::vector<Area> known;
    for (const auto& file : {kMunicipalities, kDistricts, kNeighbourhoods}) {
        const auto read = app::read_area_files(std::vector{file}, known);
        ASSERT_TRUE(read) << read.error().message;
        known = read->areas;
    }
    EXPECT_EQ(known,
              app::read_area_files(std::vector{kMunicipalities, kDistricts, kNeighbourhoods}, {})->areas);
    // A kind that is read anew takes the place of what was there; what no longer lies anywhere goes.
    const AreaFile fewer{"g", collection({feature(R"("code":"GM0453","name":"Velsen nieuw")")})};
    const auto read = app::read_area_files(std::vector{fewer}, known);
    EXPECT_EQ(codes(read->areas), (std::vector<std::string>{"GM0453", "WK045301", "BU04530101"}));
    EXPECT_EQ(read->areas[0].name, "Velsen nieuw");
}

TEST(AreaFiles, OfTheWholeCountryGiveTheChosenMunicipalitiesOnly) {
    const std::vector<AreaFile> files{kMunicipalities, kDistricts, kNeighbourhoods};
    const auto read = app::read_area_files(files, {}, {code("GM0453")});
    EXPECT_EQ(codes(read->areas), (std::vector<std::string>{"GM0453", "WK045301", "BU04530101"}));
    EXPECT_FALSE(app::read_area_files(files, {}, {code("GM0001")})) << "none of them is in it";
}

TEST(AreaFiles, InCsvWithCommasOrSemicolons) {
    for (const char* text :
         {"code,name,parent,population\nGM0453,Velsen,,68790\nWK045301,\"IJmuiden, Noord\",GM0453,\n",
          "\xEF\xBB\xBF"
          "Code;Naam;Ouder;Inwoners\r\nGM0453;Velsen;;68790\r\n\r\nWK045301;\"IJmuiden, "
          "Noord\";GM0453;\r\n"}) {
        const auto read = app::read_area_files(std::vector{AreaFile{"a.csv", text}}, {});
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->areas, (std::vector<Area>{{code("GM0453"), "Velsen", {}, 68790},
                                                  {code("WK045301"), "IJmuiden, Noord", code("GM0453"), 0}}));
        EXPECT_FALSE(read->outlines);
    }
}

TEST(AreaFiles, InOurJsonHoldEverything) {
    const AreaFile ours{
        "a.json", R"([{"code":"RG01","naam":"IJmond"},{"code":"GM0453","naam":"Velsen","ouder":"RG01"}])"};
    const auto read = app::read_area_files(std::vector{ours}, {{code("GM0375"), "Beverwijk", {}, 0}});
    EXPECT_EQ(codes(read->areas), (std::vector<std::string>{"RG01", "GM0453"}));
    EXPECT_FALSE(app::read_area_files(std::vector{ours, kDistricts}, {}));
}

TEST_P(BadAreas, AreRefusedInASentenceThatNamesThePlace) {
    const std::vector<AreaFile> files{{"slecht.geojson", GetParam().bytes}};
    const auto read = app::read_area_files(files, {});
    ASSERT_FALSE(read);
    ASSERT_FALSE(read.error().faults.empty());
    const Fault fault = read.error().faults.front();
    EXPECT_NE(fault.field.find(GetParam().place), std::string::npos) << fault.field;
    EXPECT_NE(fault.message.find(GetParam().says), std::string::npos) << fault.message;
    EXPECT_EQ((fault.field + fault.message).find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(Each, BadAreas, testing::ValuesIn(kBad),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(AreaFiles, OneBadPlaceRefusesAllAndManyAreNotAllTold) {
    std::vector<std::string> features{feature(R"("code":"GM0453","name":"Velsen")")};
    for (int i = 0; i < 50; ++i) features.push_back(feature(R"("code":"GM1","name":"x")"));
    const auto read = app::read_area_files(std::vector{AreaFile{"veel", collection(features)}}, {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().faults.size(), 20U);
}

TEST(AreaFiles, OfTheRegionAsPublished) {
    const std::filesystem::path shared = std::filesystem::path(PEILPUNT_SOURCE_DIR) / "../shared/data";
    std::vector<AreaFile> files;
    for (const char* name :
         {"gemeenten_2015_30m.geojson", "wijken_2025_100m.geojson", "buurten_2025_100m.geojson"}) {
        std::ifstream file(shared / name, std::ios::binary);
        if (!file) GTEST_SKIP() << "the files of CBS are not beside this project: " << (shared / name);
        files.push_back({name, std::string(std::istreambuf_iterator<char>(file), {})});
    }
    const auto read = app::read_area_files(files, {});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(std::tuple(read->municipalities, read->districts, read->neighbourhoods),
              std::tuple(3, 32, 137));
    std::ifstream list(shared / "areas.csv", std::ios::binary);
    const AreaFile csv{"areas.csv", std::string(std::istreambuf_iterator<char>(list), {})};
    const auto same = app::read_area_files(std::vector{csv}, {});
    ASSERT_TRUE(same) << same.error().message;
    EXPECT_EQ(codes(same->areas), codes(read->areas)) << "both tell the same areas";
}
