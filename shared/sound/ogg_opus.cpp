// SPDX-License-Identifier: EUPL-1.2
#include "shared/sound/ogg_opus.hpp"

#include <ogg/ogg.h>
#include <opus.h>
#include <opusfile.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <memory>

namespace peilpunt::sound {
namespace {

constexpr int kBitsASecond = 24'000;
constexpr int kFrame = kSpeechRate / 50;                   ///< 20 ms, what speech is coded in
constexpr int kFrameDecoded = kDecodedRate / 50;           ///< positions in the file count at 48 kHz
constexpr int kTimesDecoded = kDecodedRate / kSpeechRate;  ///< of our samples
constexpr int kFramesAPage = 50;
constexpr std::size_t kMaxPacket = 1275;  ///< of one frame: RFC 6716, section 3.2.1
constexpr int kSlackMs = 1'000;           ///< a device may hand over a little more than was asked

Error broken(const char* why) { return {ErrorCode::damaged, why}; }

void add_little_endian(std::string& text, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
}

/// The pages of one stream. Its buffers hold what somebody said, so they are overwritten.
class Pages {
  public:
    Pages() { ogg_stream_init(&stream_, 1); }
    ~Pages() {
        explicit_bzero(stream_.body_data, static_cast<std::size_t>(stream_.body_storage));
        ogg_stream_clear(&stream_);
    }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;

    void add(unsigned char* bytes, std::size_t size, ogg_int64_t position, bool last = false) {
        ogg_packet packet{};
        packet.packet = bytes;
        packet.bytes = static_cast<long>(size);
        packet.b_o_s = number_ == 0;
        packet.e_o_s = last;
        packet.granulepos = position;
        packet.packetno = number_++;
        ogg_stream_packetin(&stream_, &packet);
    }
    void add(std::string packet) { add(reinterpret_cast<unsigned char*>(packet.data()), packet.size(), 0); }
    void end_page() {
        ogg_page page;
        while (ogg_stream_flush(&stream_, &page) != 0) {
            text_.append(reinterpret_cast<const char*>(page.header),
                         static_cast<std::size_t>(page.header_len));
            text_.append(reinterpret_cast<const char*>(page.body), static_cast<std::size_t>(page.body_len));
        }
    }
    std::string take() { return std::move(text_); }

  private:
    ogg_stream_state stream_{};
    ogg_int64_t number_ = 0;
    std::string text_;
};

std::string head(int skip) {
    std::string head = "OpusHead";
    head += '\1';  // version
    head += '\1';  // channels
    add_little_endian(head, static_cast<std::uint32_t>(skip), 2);
    add_little_endian(head, kSpeechRate, 4);
    head.append(3, '\0');  // no gain, and the mapping of one channel
    return head;
}

std::string tags() {
    constexpr std::string_view kMaker = "Peilpunt";
    std::string tags = "OpusTags";
    add_little_endian(tags, static_cast<std::uint32_t>(kMaker.size()), 4);
    tags += kMaker;
    add_little_endian(tags, 0, 4);
    return tags;
}

/// Whether every byte lies in one whole stream: libopusfile plays on over what is broken or cut off.
bool is_whole(std::string_view ogg) {
    ogg_sync_state sync;
    ogg_sync_init(&sync);
    const std::unique_ptr<ogg_sync_state, int (*)(ogg_sync_state*)> owner(&sync, ogg_sync_clear);
    char* room = ogg_sync_buffer(&sync, static_cast<long>(ogg.size()));
    if (!room) return false;
    std::copy(ogg.begin(), ogg.end(), room);
    ogg_sync_wrote(&sync, static_cast<long>(ogg.size()));
    ogg_page page;
    long number = 0;
    bool ended = false;
    int serial = 0;
    while (ogg_sync_pageout(&sync, &page) == 1) {
        if (number == 0) serial = ogg_page_serialno(&page);
        const bool next = ogg_page_pageno(&page) == number && ogg_page_serialno(&page) == serial;
        if (!next || ended || (ogg_page_bos(&page) != 0) != (number == 0)) return false;
        ended = ogg_page_eos(&page) != 0;
        ++number;
    }
    return ended && sync.returned == sync.fill;
}

/// Decodes all of it, and hands every piece to `each`; how many samples there were.
template <class Each>
Result<std::int64_t> walk(std::string_view ogg, Each each) {
    if (ogg.size() > kMaxSpeechBytes) return Error{ErrorCode::too_large, "Deze opname is te groot."};
    if (!ogg.starts_with("OggS")) return broken("Dit is geen opname.");
    if (!is_whole(ogg)) return broken("Deze opname is beschadigd.");
    const std::unique_ptr<OggOpusFile, void (*)(OggOpusFile*)> file(
        op_open_memory(reinterpret_cast<const unsigned char*>(ogg.data()), ogg.size(), nullptr), op_free);
    if (!file) return broken("Dit is geen opname.");
    if (op_link_count(file.get()) != 1 || op_channel_count(file.get(), 0) != 1)
        return broken("Dit is geen opname van één stem.");
    const ogg_int64_t total = op_pcm_total(file.get(), -1);
    if (total <= 0) return broken("Deze opname is leeg.");
    if (total > ogg_int64_t{kMaxSpeechMs + kSlackMs} * (kDecodedRate / 1000))
        return Error{ErrorCode::too_large, "Deze opname is te lang."};
    std::array<opus_int16, kFrameDecoded * 6> piece;
    std::int64_t heard = 0;
    for (;;) {
        const int got = op_read(file.get(), piece.data(), static_cast<int>(piece.size()), nullptr);
        if (got < 0) return broken("Deze opname is beschadigd.");
        if (got == 0) break;
        heard += got;
        each(std::span<const std::int16_t>(piece.data(), static_cast<std::size_t>(got)));
    }
    if (heard != total) return broken("Deze opname is niet heel.");
    return heard;
}

}  // namespace

[[gnu::noinline]] void scrub_stack() {
    std::array<char, 192 * 1024> deep;
    explicit_bzero(deep.data(), deep.size());
}

Result<std::string> encode(std::span<const std::int16_t> samples) {
    constexpr std::size_t kMost = std::size_t{kMaxSpeechMs + kSlackMs} * (kSpeechRate / 1000);
    if (samples.empty() || samples.size() > kMost)
        return Error{ErrorCode::invalid, "Deze opname is leeg of te lang."};
    // In memory of our own, which is overwritten when it is given back.
    std::string state(static_cast<std::size_t>(opus_encoder_get_size(1)), '\0');
    auto* encoder = reinterpret_cast<OpusEncoder*>(state.data());
    opus_int32 ahead = 0;
    if (opus_encoder_init(encoder, kSpeechRate, 1, OPUS_APPLICATION_VOIP) != OPUS_OK ||
        opus_encoder_ctl(encoder, OPUS_SET_BITRATE(kBitsASecond)) != OPUS_OK ||
        opus_encoder_ctl(encoder, OPUS_SET_VBR_CONSTRAINT(1)) != OPUS_OK ||
        opus_encoder_ctl(encoder, OPUS_GET_LOOKAHEAD(&ahead)) != OPUS_OK)
        return Error{ErrorCode::internal, "Opus doet het niet."};
    const int skip = ahead * kTimesDecoded;
    Pages pages;
    pages.add(head(skip));
    pages.end_page();
    pages.add(tags());
    pages.end_page();
    const auto count = (samples.size() + static_cast<std::size_t>(ahead) + kFrame - 1) / kFrame;
    std::array<opus_int16, kFrame> frame{};
    std::array<unsigned char, kMaxPacket> packet{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto rest = samples.subspan(std::min(samples.size(), i * kFrame));
        frame.fill(0);
        std::copy_n(rest.begin(), std::min<std::size_t>(rest.size(), kFrame), frame.begin());
        const int size = opus_encode(encoder, frame.data(), kFrame, packet.data(), kMaxPacket);
        if (size < 0) return Error{ErrorCode::internal, "Opus doet het niet."};
        const bool last = i + 1 == count;
        // The last position says where what was said ends; what is beyond it is not played.
        const auto position = last ? skip + static_cast<ogg_int64_t>(samples.size()) * kTimesDecoded
                                   : static_cast<ogg_int64_t>(i + 1) * kFrameDecoded;
        pages.add(packet.data(), static_cast<std::size_t>(size), position, last);
        if (last || (i + 1) % kFramesAPage == 0) pages.end_page();
    }
    explicit_bzero(frame.data(), sizeof frame);
    explicit_bzero(packet.data(), sizeof packet);
    scrub_stack();
    return pages.take();
}

Result<int> inspect(std::string_view ogg) {
    const auto heard = walk(ogg, [](std::span<const std::int16_t>) {});
    if (!heard) return heard.error();
    return static_cast<int>(*heard / (kDecodedRate / 1000));
}

Result<std::vector<std::int16_t>> decode(std::string_view ogg) {
    std::vector<std::int16_t> samples;
    const auto heard = walk(ogg, [&](std::span<const std::int16_t> piece) {
        samples.insert(samples.end(), piece.begin(), piece.end());
    });
    if (!heard) return heard.error();
    return samples;
}

}  // namespace peilpunt::sound
