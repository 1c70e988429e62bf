// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace peilpunt::kiosk_tests {

/// A program that is ended, and waited for, when the test ends.
class Program {
  public:
    explicit Program(std::vector<std::string> words, const std::string& output = "/dev/null");
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    bool started() const { return started_; }
    bool running();
    pid_t pid() const { return pid_; }
    /// Exit code after this signal (0: just wait), at most 30 s; -1 when it had to be killed.
    int end(int signal);

  private:
    void note();
    pid_t pid_ = 0;
    int raw_ = -1;
    bool started_ = false;
    std::optional<int> status_;
};

bool have(const std::string& program);
std::string read_file(const std::filesystem::path& path);
/// Looks twenty times a second, for two minutes at most.
bool within(const std::function<bool()>& true_soon);

/// A virtual screen of its own; DISPLAY names it while it lives.
class VirtualScreen {
  public:
    /// `folder` gets its picture and its messages; `more` are words for Xvfb.
    explicit VirtualScreen(const std::filesystem::path& folder, const std::string& size = "600x1000x24",
                           const std::vector<std::string>& more = {});
    bool up() const { return up_; }

  private:
    std::optional<Program> program_;
    bool up_ = false;
};

}  // namespace peilpunt::kiosk_tests
