// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace peilpunt::kiosk_tests {

/// A program that is ended, and waited for, when the test ends.
class Program {
  public:
    explicit Program(std::vector<std::string> words, const std::string& output = "/dev/null") {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_addopen(&actions, 2,
                                         (output + (output == "/dev/null" ? "" : ".err")).c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        started_ = posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    ~Program() { end(SIGKILL); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    bool started() const { return started_; }
    bool running() {
        return started_ && !status_ && waitpid(pid_, &raw_, WNOHANG) == 0 ? true : (note(), false);
    }
    /// Exit code after this signal (0: just wait), at most 30 s; -1 when it had to be killed.
    int end(int signal) {
        if (!started_ || status_) return status_.value_or(-1);
        if (signal != 0) kill(pid_, signal);
        for (int i = 0; i < 3000 && waitpid(pid_, &raw_, WNOHANG) == 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        note();
        return *status_;
    }

  private:
    void note() {
        if (!status_) status_ = WIFEXITED(raw_) ? WEXITSTATUS(raw_) : -1;
    }
    pid_t pid_ = 0;
    int raw_ = -1;
    bool started_ = false;
    std::optional<int> status_;
};

inline bool have(const std::string& program) {
    return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

}  // namespace peilpunt::kiosk_tests
