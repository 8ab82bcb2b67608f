// Any bytes as a condition on a table either keep rows of it, and then its negation keeps none of them, or
// throw Error with a place; no file appears in the folder that it runs in.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"
#include "sogdia/sql/frame_where.h"

namespace {

using Kept = std::optional<std::vector<std::uint8_t>>;

Kept rows_kept(const sogdia::Frame& frame, const std::string& condition) {
  try {
    return sogdia::rows_where(frame, condition);
  } catch (const sogdia::Error& error) {
    if (error.message.empty() || error.hint.empty()) std::abort();
    return {};
  }
}

const sogdia::Table& table() {
  static const sogdia::Table three = [] {
    sogdia::Table made;
    made.add("exporter", std::vector<std::string>{"CHN", "DEU", "RUS"});
    made.add("note", std::vector<std::string>{");--", "it's", ""});
    made.add("year", std::vector<double>{2001, 2002, 2003});
    made.add("x", std::vector<double>{-1.5, 0, 7});
    return made;
  }();
  return three;
}

// An empty folder of its own, where whatever is written would show.
const std::string& folder() {
  static const std::string made = [] {
    std::string name = (std::filesystem::temp_directory_path() / "sogdia-fuzz-XXXXXX").string();
    if (!::mkdtemp(name.data()) || ::chdir(name.c_str()) != 0) std::abort();
    std::atexit([] { ::rmdir(folder().c_str()); });
    return name;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sogdia::Frame frame = sogdia::frame_of(table());
  folder();
  const std::string condition(reinterpret_cast<const char*>(data), size);
  const Kept kept = rows_kept(frame, condition);
  if (kept) {
    if (kept->size() != frame.rows) std::abort();
    const Kept others = rows_kept(frame, "NOT (" + condition + "\n)");
    for (std::size_t row = 0; others && row < frame.rows; ++row) {
      if (!(*kept)[row] || !(*others)[row]) continue;
      std::fprintf(stderr, "row %zu has `%s` and its negation\n", row, condition.c_str());
      std::abort();
    }
  }
  if (!std::filesystem::is_empty(folder())) {
    std::fprintf(stderr, "`%s` has written a file\n", condition.c_str());
    std::abort();
  }
  return 0;
}
