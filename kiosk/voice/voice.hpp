// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Sound: what the kiosk says.
namespace peilpunt::voice {

/// One item of the screen to say.
struct Utterance {
    std::string item;      ///< whose words these are; comes back while they are heard
    std::string text;      ///< UTF-8
    std::string language;  ///< of Peilpunt: "nl", "nl-simple", "en" ...
    /// What is heard instead, as Ogg Opus; when it cannot be played the text is spoken. Null: the text.
    std::shared_ptr<const std::string> clip{};
    bool operator==(const Utterance&) const = default;
};

struct Reading {
    int number = 0;   ///< comes back in what is told about it
    double gain = 1;  ///< 0..1
    std::vector<Utterance> utterances;
};

/// What this machine can do.
struct Abilities {
    bool sound = false;                  ///< there is something to play on
    std::vector<std::string> languages;  ///< those of Peilpunt that can be spoken
    bool microphone = false;             ///< there is something to hear with
    bool operator==(const Abilities&) const = default;
};

/// What is told while the voice works; called on the voice's own thread.
struct Listener {
    std::function<void(const Abilities&)> abilities;
    /// The bytes [from, to) of this item's text are heard now.
    std::function<void(int reading, const std::string& item, std::size_t from, std::size_t to)> moved;
    /// All was said, or it cannot be said; not called after hush().
    std::function<void(int reading)> ended;
};

/// Says things one after another, on a thread of its own; every call returns at once.
class Voice {
  public:
    virtual ~Voice() = default;
    /// Replaces what is being said.
    virtual void say(Reading reading) = 0;
    virtual void hush() = 0;
    /// Nothing of what was said may stay in the memory of whoever said it.
    virtual void forget() = 0;
};

}  // namespace peilpunt::voice
