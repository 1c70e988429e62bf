// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/helper.hpp"

#include "shared/model/languages.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <sstream>

extern char** environ;

namespace peilpunt::voice {
namespace {

constexpr int kPatience = 400;  ///< looks in vain, one after another: eight seconds
constexpr int kLookMs = 20;     ///< how soon it is noticed that nobody wants to hear it any more

Error silent(const char* message) { return {ErrorCode::unsupported, message, {}}; }

bool send_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool always() { return true; }

}  // namespace

std::string_view spoken_language(std::string_view language) {
    return is_known_language(language) ? language_row(language).voice : language;
}

bool SpeakHelper::start() {
    if (pid_ > 0) return true;
    if (failed_) return false;
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    char* const words[] = {program_.data(), nullptr};
    const bool started = posix_spawn(&pid_, program_.c_str(), &actions, nullptr, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    file_ = ends[0];
    if (started && read_hello(always)) return true;
    if (!started) pid_ = 0;
    failed_ = true;
    end();
    return false;
}

void SpeakHelper::end() {
    if (file_ >= 0) close(file_);
    file_ = -1;
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    pid_ = 0;
}

bool SpeakHelper::read(char* bytes, std::size_t size, const std::function<bool()>& still_wanted) {
    int in_vain = 0;
    while (size > 0) {
        if (!still_wanted() || in_vain > kPatience) return false;
        pollfd wait{file_, POLLIN, 0};
        ++in_vain;
        if (poll(&wait, 1, kLookMs) <= 0) continue;
        in_vain = 0;
        const ssize_t got = recv(file_, bytes, size, 0);
        if (got <= 0) return false;
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool SpeakHelper::read_hello(const std::function<bool()>& still_wanted) {
    std::array<char, speak::kHeadBytes> head{};
    if (!read(head.data(), head.size(), still_wanted)) return false;
    const std::size_t length = speak::length_in(head);
    if (head[0] != static_cast<char>(speak::Frame::hello) || length < 4 || length > speak::kMaxFrame)
        return false;
    std::string text(length, '\0');
    if (!read(text.data(), length, still_wanted)) return false;
    std::uint32_t rate = 0;
    memcpy(&rate, text.data(), sizeof rate);
    if (rate < 8000 || rate > 48000) return false;
    rate_ = static_cast<int>(rate);
    std::istringstream words(text.substr(sizeof rate));
    languages_.clear();
    for (std::string language; words >> language;) languages_.push_back(language);
    return true;
}

const std::vector<std::string>& SpeakHelper::languages() {
    if (languages_.empty()) start();
    return languages_;
}

Result<Speech> SpeakHelper::say(std::string_view language, std::string_view text,
                                const std::function<bool()>& still_wanted) {
    if (!start()) return silent("no voice: peilpunt-speak does not work here");
    std::string request(spoken_language(language));
    request += '\n';
    request += text.substr(0, speak::kMaxText);
    const auto head = speak::head_of(speak::Frame::say, request.size());
    if (send_all(file_, {head.data(), head.size()}) && send_all(file_, request)) {
        Result<Speech> speech = receive(still_wanted);
        if (speech) return speech;
    }
    end();  // whatever is still on its way must not be taken for the next text's
    return silent("the voice did not answer");
}

Result<Speech> SpeakHelper::receive(const std::function<bool()>& still_wanted) {
    Speech speech;
    speech.rate = rate_;
    for (;;) {
        std::array<char, speak::kHeadBytes> head{};
        if (!read(head.data(), head.size(), still_wanted)) break;
        const std::size_t length = speak::length_in(head);
        if (length > speak::kMaxFrame || speech.samples.size() * 2 + length > speak::kMaxSound) break;
        switch (static_cast<speak::Frame>(head[0])) {
            case speak::Frame::end:
                return speech;
            case speak::Frame::word: {
                speak::Word word;
                if (length != sizeof word || !read(reinterpret_cast<char*>(&word), length, still_wanted))
                    return silent("the voice is out of step");
                speech.words.push_back(word);
                continue;
            }
            case speak::Frame::sound: {
                const std::size_t before = speech.samples.size();
                speech.samples.resize(before + length / 2);
                if (length % 2 != 0 ||
                    !read(reinterpret_cast<char*>(speech.samples.data() + before), length, still_wanted))
                    return silent("the voice is out of step");
                continue;
            }
            default:
                return silent("the voice is out of step");
        }
    }
    return silent("the voice did not answer in time");
}

}  // namespace peilpunt::voice
