// SPDX-License-Identifier: EUPL-1.2
#include "server/web/slotted_page.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace peilpunt::web {
namespace {

std::string unpack(const std::string& gzip) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out(1 << 20, '\0');
    std::string in = gzip;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);  // checks length and CRC
    EXPECT_EQ(stream.avail_in, 0U);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

std::string page(std::size_t before, std::size_t after) {
    std::string text;
    for (std::size_t i = 0; i < before; ++i) text += static_cast<char>('a' + i * 7 % 23);
    text += SlottedPage::kSlot;
    for (std::size_t i = 0; i < after; ++i) text += static_cast<char>('a' + i * i % 19);
    return text;
}

TEST(SlottedPage, UnpacksToThePlainPageWhateverThePiece) {
    for (const std::size_t before : {0U, 1U, 300U, 40'000U}) {
        for (const std::size_t after : {0U, 1U, 5'000U}) {
            const SlottedPage slotted(page(before, after));
            for (const auto& piece :
                 {std::string(), std::string("x"), std::string(36, '7'), std::string(65'000, 'q')})
                EXPECT_EQ(unpack(slotted.gzip(piece)), slotted.html(piece))
                    << before << ' ' << after << ' ' << piece.size();
        }
    }
}

TEST(SlottedPage, HasAsManySlotsAsStandInIt) {
    const std::string slot(SlottedPage::kSlot);
    const SlottedPage slotted("<p>" + slot + "</p><i>" + slot + "</i>" + slot);
    const std::string_view pieces[] = {"een", "", "drie"};
    EXPECT_EQ(slotted.html(pieces), "<p>een</p><i></i>drie");
    EXPECT_EQ(unpack(slotted.gzip(pieces)), slotted.html(pieces));
    EXPECT_EQ(unpack(slotted.gzip("een")), "<p>een</p><i></i>") << "what is missing stays empty";
}

TEST(SlottedPage, WithoutASlotIsThePageItself) {
    const SlottedPage slotted("<p>altijd hetzelfde</p>");
    EXPECT_EQ(slotted.html(""), "<p>altijd hetzelfde</p>");
    EXPECT_EQ(unpack(slotted.gzip("")), "<p>altijd hetzelfde</p>");
}

TEST(SlottedPage, IsPackedOnlyForWhoTakesIt) {
    struct Row {
        const char* accept;
        bool taken;
    };
    for (const auto& [accept, taken] :
         {Row{"gzip, deflate, br", true}, Row{"br;q=1.0, gzip;q=0.8", true}, Row{"", false}, Row{"br", false},
          Row{"gzip;q=0", false}, Row{"gzip;q=0, br", false}}) {
        http::Request request;
        request.headers.add("Accept-Encoding", accept);
        EXPECT_EQ(takes_gzip(request), taken) << accept;
    }
}

TEST(SlottedPage, IsNeverKeptByOthers) {
    const auto reply = SlottedPage("a@@slot@@b").reply(true, "1", 201);
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.headers.get("cache-control"), "no-store");
    EXPECT_EQ(reply.headers.get("content-encoding"), "gzip");
}

}  // namespace
}  // namespace peilpunt::web
