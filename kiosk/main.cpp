// SPDX-License-Identifier: EUPL-1.2
// peilpunt-kiosk: the touch screen of a community centre. Works without network; see kiosk/README.md.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/platform/broken_services.hpp"
#include "kiosk/platform/notify.hpp"
#include "kiosk/platform/outbox_services.hpp"
#include "kiosk/platform/run_queue.hpp"
#include "kiosk/platform/window.hpp"
#include "kiosk/sync/client.hpp"
#include "kiosk/sync/stick.hpp"
#include "kiosk/sync/transport.hpp"
#include "kiosk/voice/speaker.hpp"
#include "kiosk/voice/tape.hpp"
#include "shared/model/languages.hpp"
#include "shared/process/hardening.hpp"
#include "shared/text/catalogue.hpp"

namespace {

using namespace peilpunt;

struct Options {
    std::string data, server, pairing_code, ca_file, items;
    std::string stick = kiosk::kStickFolder;
    std::optional<std::pair<int, int>> window;
    bool sync_soon = false;
    int hang_after = 0;  ///< seconds; 0: never
};

std::optional<std::pair<int, int>> size_of(const std::string& text) {
    int width = 0;
    int height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2) return std::nullopt;
    if (width < 200 || height < 200 || width > 16384 || height > 16384) return std::nullopt;
    return std::pair{width, height};
}

/// Turns SIGTERM and SIGINT into a flag and a wake-up of the window, without doing anything inside a handler.
class StopSignal {
  public:
    StopSignal() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        file_ = signalfd(-1, &signals, SFD_CLOEXEC);
    }
    ~StopSignal() { close(file_); }
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    /// Waits up to `limit` for a signal.
    bool wait(std::chrono::milliseconds limit) {
        fd_set files;
        FD_ZERO(&files);
        FD_SET(file_, &files);
        timeval time{limit.count() / 1000, (limit.count() % 1000) * 1000};
        return select(file_ + 1, &files, nullptr, nullptr, &time) > 0;
    }

  private:
    int file_ = -1;
};

/// Tells a test program what can be touched; nothing when it has no name.
class ItemsFile {
  public:
    explicit ItemsFile(std::string path) : path_(std::move(path)) {}
    void write(const std::string& lines) {
        if (path_.empty() || lines.empty() || lines == last_) return;
        last_ = lines;
        std::ofstream(path_ + ".new") << lines;
        std::filesystem::rename(path_ + ".new", path_);
    }

  private:
    std::string path_, last_;
};

int show_status(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    const kiosk::Outbox outbox(options.data, clock, random);
    const kiosk::OutboxStatus status = outbox.status();
    std::printf("gekoppeld: %s\n", status.paired ? "ja" : "nee");
    if (status.paired) {
        std::printf("kiosk: %s\n", status.kiosk_id.c_str());
        std::printf("plek: %s (%s)\n", status.venue.c_str(), status.municipality.str().c_str());
    }
    std::printf("wacht: %d inzendingen, %d signalen\n", status.waiting_responses, status.waiting_signals);
    std::printf("apart gezet: %d\n", status.parked);
    std::printf("oudste die wacht: %d uur\n", status.oldest_waiting_hours);
    std::printf("laatste contact: %s\n",
                status.last_contact ? format_time(*status.last_contact).c_str() : "nog nooit");
    if (!status.last_error.empty()) std::printf("laatste fout: %s\n", status.last_error.c_str());
    std::printf("schijf vrij: %d%%\n", status.disk_free_percent);
    std::printf("versie: %s\n", PEILPUNT_VERSION);
    return 0;
}

int export_bundle(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    const kiosk::Outbox outbox(options.data, clock, random);
    const auto exported = kiosk::export_to_stick(outbox, options.stick);
    if (!exported) throw ResultError(exported.error());
    std::printf("%d enveloppen staan in %s. Ze blijven ook hier, tot het antwoord van de server terug is.\n",
                exported->envelopes, exported->file.c_str());
    return 0;
}

int import_bundle(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    kiosk::Outbox outbox(options.data, clock, random);
    const auto imported = kiosk::import_from_stick(outbox, options.stick);
    if (!imported) throw ResultError(imported.error());
    std::printf("%d enveloppen zijn aangekomen bij de server. %s\n", imported->settled,
                imported->content_changed ? "Er zijn nieuwe peilingen of berichten."
                                          : "Peilingen en berichten zijn dezelfde.");
    return 0;
}

/// Ends when a signal asks for it, and wakes the window then.
class Watcher {
  public:
    explicit Watcher(StopSignal& signal)
        : thread_([this, &signal] {
              while (!stopping_ && !signal.wait(std::chrono::milliseconds(500))) {
              }
              stopping_ = true;
              platform::Window::wake();
          }) {}
    ~Watcher() {
        stopping_ = true;
        thread_.join();
    }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;
    bool stopping() const { return stopping_; }

  private:
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// The storage cannot be opened: say so on the screen, in words that help, until somebody mended it.
int show_broken(const Options& options, StopSignal& signal, const Error& error) {
    spdlog::error("{}", error.message);
    const SystemClock clock;
    platform::Window window(options.window);
    platform::Notify notify;
    platform::BrokenServices services;
    platform::App app(clock, services);
    const bool full = error.code == ErrorCode::storage_full;
    app.happen(flow::TroubleChanged{error.code == ErrorCode::damaged ? flow::Trouble::damaged
                                    : full                           ? flow::Trouble::storage_full
                                                                     : flow::Trouble::storage_failed});
    const auto [width, height] = window.size();
    platform::Stage stage(app, text::Catalogue::builtin(), look::installed_fonts(), width, height);
    const Watcher watcher(signal);
    window.run(
        stage, app,
        [&] {
            notify.alive(clock.steady());
            return false;
        },
        [&] { return watcher.stopping(); });
    return 1;
}

int show_window(const Options& options) {
    // Before there is a window: an address that is not fit for use is told at once.
    if (const auto usable = kiosk::connect_to(options.server, options.ca_file); !usable)
        throw ResultError(usable.error());
    StopSignal signal;  // first, so that every thread inherits the mask
    const SystemClock clock;
    SystemRandom random;
    const look::FontFiles fonts = look::installed_fonts();
    std::optional<kiosk::Outbox> opened;
    try {
        opened.emplace(options.data, clock, random);
    } catch (const ResultError& error) {
        return show_broken(options, signal, error.error());
    }
    kiosk::Outbox& outbox = *opened;
    platform::Window window(options.window);
    platform::Notify notify;
    platform::RunQueue queue(platform::Window::wake);

    // What other threads and the passing of time may change about what is offered.
    platform::App* app_address = nullptr;
    platform::OutboxServices* services_address = nullptr;
    const auto refresh = [&] {
        app_address->happen(flow::TroubleChanged{services_address->trouble()});
        app_address->happen(flow::ContentChanged{services_address->content()});
    };
    kiosk::SyncClient client(
        outbox, clock, random, [&] { queue.post(refresh); },
        options.sync_soon ? kiosk::engine::Pace::soon() : kiosk::engine::Pace{});
    platform::OutboxServices services(
        outbox, clock, random, [&] { client.captured(); }, options.stick, [&] { queue.post(refresh); });
    const auto tell = [&](auto event) { queue.post([&, event] { app_address->happen(event); }); };
    voice::Speaker speaker(
        voice::beside_this_program("peilpunt-speak"), {kLanguages.begin(), kLanguages.end()},
        {.abilities =
             [&](const voice::Abilities& can) {
                 tell(flow::VoiceStatusChanged{{can.sound, can.languages, can.microphone}});
             },
         .moved = [&](int reading, const std::string& item, std::size_t from,
                      std::size_t to) { tell(flow::SpeechMoved{reading, item, from, to}); },
         .ended = [&](int reading) { tell(flow::SpeechEnded{reading}); }});
    voice::Tape tape(
        {.heard = [&](int take, int ms, int level) { tell(flow::RecordingMoved{take, ms, level}); },
         .ended = [&](int take, int ms, bool broken) { tell(flow::RecordingEnded{take, ms, broken}); },
         .played = [&](int take, int ms, bool last) { tell(flow::PlaybackMoved{take, ms, last}); }});
    platform::App app(clock, services, &speaker, &tape, &queue);
    app_address = &app;
    services_address = &services;
    refresh();
    const auto [width, height] = window.size();
    platform::Stage stage(app, text::Catalogue::builtin(), fonts, width, height);

    const std::optional<std::string> code =
        options.pairing_code.empty() ? std::nullopt : std::optional(options.pairing_code);
    if (const Result<void> started = client.start(options.server, code, options.ca_file); !started)
        throw ResultError(started.error());
    const Watcher watcher(signal);
    // Polls open and close by the date, and the disk fills without a word: look once a minute.
    constexpr std::chrono::minutes kLook{1};
    std::chrono::milliseconds looked = clock.steady();
    ItemsFile items(options.items);
    const std::chrono::milliseconds hang_at = looked + std::chrono::seconds(options.hang_after);
    window.run(
        stage, app,
        [&] {
            notify.alive(clock.steady());
            items.write(stage.touchable());
            if (options.hang_after > 0 && clock.steady() >= hang_at) pause();
            const bool ran = queue.run();
            if (clock.steady() - looked < kLook) return ran;
            looked = clock.steady();
            speaker.look();
            refresh();
            return true;
        },
        [&] { return watcher.stopping(); });
    notify.stopping();
    client.stop();
    spdlog::info("closed");
    return 0;
}

}  // namespace

int main(int count, char** words) {
    process::harden();
    spdlog::set_default_logger(spdlog::stderr_color_mt("kiosk"));
    CLI::App cli("The touch screen of Peilpunt: questions and signals, with or without network.");
    cli.set_version_flag("--version", PEILPUNT_VERSION);
    Options options;
    std::string window;
    bool fullscreen = false;
    cli.add_option("--data", options.data, "folder of this kiosk: its keys and its sealed queue")
        ->required()
        ->envname("PEILPUNT_DATA");
    cli.add_option("--server", options.server, "address of the server, https://...")
        ->envname("PEILPUNT_SERVER");
    cli.add_option("--pair", options.pairing_code, "one-time pairing code from the server");
    cli.add_option("--ca", options.ca_file,
                   "certificate authority of the server, when it is not a public one");
    CLI::Option* sized = cli.add_option("--window", window, "size in pixels, e.g. 1080x1920");
    cli.add_flag("--fullscreen", fullscreen, "the whole first monitor (the default)")->excludes(sized);
    cli.add_option("--stick", options.stick, "folder of the USB stick that staff exchange with")
        ->capture_default_str()
        ->envname("PEILPUNT_STICK");
    cli.add_flag("--sync-soon", options.sync_soon,
                 "send at once: for demonstrations only, the moment tells who gave an answer");
    cli.add_option("--items", options.items,
                   "for tests only: keep a file of what can be touched, ids and places without words");
    cli.add_option("--hang-after", options.hang_after, "hang after so many seconds, to try the watchdog")
        ->group("");  // not in the help: nobody needs it but a test
    std::function<int(const Options&)> run = show_window;
    cli.add_subcommand("status", "what waits, and when the server was last reached")->callback([&] {
        run = show_status;
    });
    CLI::App* bundle = cli.add_subcommand("bundle", "a USB stick instead of a network");
    bundle->require_subcommand(1);
    const auto add_bundle = [&](const char* name, const char* what, int (*action)(const Options&)) {
        CLI::App* command = bundle->add_subcommand(name, what);
        command->add_option("folder", options.stick, "folder of the stick")->required();
        command->callback([&run, action] { run = action; });
    };
    add_bundle("export", "put all that waits on the stick", export_bundle);
    add_bundle("import", "take the server's answers and news from the stick", import_bundle);
    try {
        cli.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    if (!window.empty()) {
        options.window = size_of(window);
        if (!options.window) {
            std::fprintf(stderr, "peilpunt-kiosk: --window wants WxH in pixels, e.g. 1080x1920\n");
            return 2;
        }
    }
    if (cli.get_subcommands().empty() && options.server.empty()) {
        std::fprintf(stderr, "peilpunt-kiosk: --server is missing\n");
        return 2;
    }
    try {
        return run(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "peilpunt-kiosk: %s\n", error.what());
        return 1;
    }
}
