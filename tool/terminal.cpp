#include "terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "exit_code.h"
#include "sogdia/core/utf8.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/places/world_place.h"

namespace sogdia::tool {
namespace {

std::atomic<bool> stop{false};

void on_interrupt(int signal) {
  stop = true;
  std::signal(signal, SIG_DFL);
}

bool colour() { return ::isatty(STDERR_FILENO) && !std::getenv("NO_COLOR"); }

std::atomic<bool> bar{false};  // a line of progress stands on the terminal

void wipe() {
  if (bar.exchange(false)) (void)std::fputs("\r\033[K", stderr);
}

// To stderr; where it is closed or full there is nobody to tell.
void say(const std::string& text) {
  wipe();
  (void)std::fputs(text.c_str(), stderr);
}

// Marks that turn the direction of what follows: U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
bool turns_text(std::string_view one) {
  if (one.size() != 3 || one[0] != '\xe2') return false;
  const auto low = static_cast<unsigned char>(one[2]);
  return (one[1] == '\x80' && (low == 0x8e || low == 0x8f || (low >= 0xaa && low <= 0xae))) ||
         (one[1] == '\x81' && low >= 0xa6 && low <= 0xa9);
}

// Display width of UTF-8 text, one column a character.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace

void open_standard_streams() {
  // A file opened later must not get the number of a stream that the caller closed, and what is printed with
  // it. Reading the output and writing the input fail, and say so.
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF)
      (void)::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

std::string printable(const std::string& text) {
  std::string out;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const auto byte = static_cast<unsigned char>(text[k]);
    const std::size_t length = utf8_length(text, k);
    const bool whole = length > 0;
    const std::string_view one =
        whole ? std::string_view(text).substr(k, length) : std::string_view(text).substr(k, 1);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f ||
                         (length == 2 && byte == 0xC2 && static_cast<unsigned char>(one.back()) < 0xA0) ||
                         turns_text(one);
    if (!whole || control) {
      for (const char c : one) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      k += one.size() - 1;
      continue;
    }
    out += text.substr(k, length);
    k += length - 1;
  }
  return out;
}

void catch_interrupts() {
  // Without SA_RESTART, so that waiting for standard input ends too.
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
  // A reader that has gone is seen when writing, so that what was begun is cleaned up.
  std::signal(SIGPIPE, SIG_IGN);
  // A limit on file size should end a write with an error, not the program.
  std::signal(SIGXFSZ, SIG_IGN);
}

bool interrupted() { return stop; }

Monitor terminal_monitor(const Common& common) {
  Monitor monitor;
  monitor.cancelled = [] { return stop.load(); };
  if (common.json || !::isatty(STDERR_FILENO)) return monitor;
  monitor.message = [](std::string_view text) { say(std::string(text) + "\n"); };
  monitor.progress = [](std::string_view what, double fraction) {
    constexpr int kWidth = 30;
    const int full = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * kWidth));
    wipe();
    if (fraction >= 1.0) return;
    bar = true;
    fmt::print(stderr, "\r\033[K{:<15} {}{} {:3.0f} %", what,
               std::string(static_cast<std::size_t>(full), '#'),
               std::string(static_cast<std::size_t>(kWidth - full), '.'), fraction * 100);
    std::fflush(stderr);
  };
  return monitor;
}

void print(const std::string& text) {
  wipe();
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written && errno == EPIPE) throw BrokenPipe();
  if (!written)
    throw Error(fmt::format("cannot write the output: {}", std::strerror(errno)), "standard output",
                "free some space, or send the output elsewhere");
}

void leave(int code) {
  wipe();
  std::fflush(nullptr);
  std::_Exit(interrupted() ? kInterrupted : code);
}

void talk(const Common& common, const std::string& text) {
  if (!common.json) say(printable(text) + "\n");
}

void print_error(const Error& error, bool json) {
  if (json) {
    const nlohmann::ordered_json out = {
        {"error", {{"what", error.message}, {"where", error.where}, {"hint", error.hint}}}};
    say(json_text(out) + "\n");
    return;
  }
  const bool paint = colour();
  say(fmt::format("{}error:{} {}\n", paint ? "\033[1;31m" : "", paint ? "\033[0m" : "",
                  printable(error.message)));
  if (!error.where.empty()) {
    // A place of several lines (a formula and its caret) keeps its columns.
    std::string where = error.where;
    for (std::size_t k = where.find('\n'); k != std::string::npos; k = where.find('\n', k + 1))
      where.insert(k + 1, "      ");
    say("  --> " + printable(where) + "\n");
  }
  if (!error.hint.empty()) say("hint: " + printable(error.hint) + "\n");
}

std::string aligned(const std::vector<std::string>& headers,
                    const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right) {
  std::vector<std::size_t> widths;
  for (const auto& header : headers) widths.push_back(width(header));
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], width(row[k]));
  }
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const std::string pad(widths[k] - width(cells[k]), ' ');
      text += (k > 0 ? "  " : "") + (right[k] ? pad + cells[k] : cells[k] + pad);
    }
    out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  };
  line(headers);
  for (const auto& row : rows) line(row);
  return out;
}

std::string thousands(double value, int decimals) {
  if (!std::isfinite(value)) return "-";
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  std::size_t end = text.find('.');
  if (end == std::string::npos) end = text.size();
  for (std::size_t k = end; k > 3; k -= 3) text.insert(k - 3, " ");
  return (value < 0 ? "-" : "") + text;
}

std::string days(double hours) { return std::isfinite(hours) ? fmt::format("{:.1f} days", hours / 24) : "-"; }

std::string pack_folder(const Common& common) {
  const char* named = std::getenv("SOGDIA_WORLD");
  std::error_code failed;
  // Links to the program are followed: the pack lies beside the program itself.
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::string installed = (program.parent_path() / "../share/sogdia/world").string();
  return find_world({common.world, named ? named : "", {installed, SOGDIA_WORLD_DIR}});
}

World open_world(const Common& common, PackPart part) {
  return load_world(pack_folder(common), part, parquet_too(), common.threads);
}

std::string world_path(const Common& common, const Study& study) {
  return common.world.empty() ? world_of(study) : common.world;
}

std::shared_ptr<const World> open_world(const Common& common, const Study& study) {
  Common of = common;
  of.world = world_path(common, study);
  return std::make_shared<const World>(open_world(of));
}

}  // namespace sogdia::tool
