// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speak/frames.hpp"
#include "shared/model/result.hpp"

namespace peilpunt::voice {

struct Speech {
    int rate = 22050;
    std::vector<std::int16_t> samples;
    std::vector<speak::Word> words;
};

/// The program that turns text into sound, started when it is needed. One thread at a time.
class SpeakHelper {
  public:
    /// `program` is the path of peilpunt-speak.
    explicit SpeakHelper(std::string program) : program_(std::move(program)) {}
    ~SpeakHelper() { end(); }
    SpeakHelper(const SpeakHelper&) = delete;
    SpeakHelper& operator=(const SpeakHelper&) = delete;

    /// The languages of espeak-ng, as "nl" or "en-gb"; empty when there is no helper, or none that works.
    const std::vector<std::string>& languages();
    /// Waits for the sound, but not longer than a few seconds; unsupported when it did not come. Gives up as
    /// soon as `still_wanted` says no.
    Result<Speech> say(std::string_view language, std::string_view text,
                       const std::function<bool()>& still_wanted);
    /// Ends the program, and with it all that it knew; the next text starts a new one.
    void end();

  private:
    bool start();
    bool read(char* bytes, std::size_t size, const std::function<bool()>& still_wanted);
    bool read_hello(const std::function<bool()>& still_wanted);
    Result<Speech> receive(const std::function<bool()>& still_wanted);

    std::string program_;
    pid_t pid_ = 0;
    int file_ = -1;
    int rate_ = 22050;
    bool failed_ = false;  ///< it does not work here; not tried again
    std::vector<std::string> languages_;
};

/// espeak-ng's name of a language of Peilpunt.
std::string_view spoken_language(std::string_view language);

}  // namespace peilpunt::voice
