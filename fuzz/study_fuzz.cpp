// Any bytes either are a study, and then they are the same one with a comment behind them, or throw Error
// with the file's name in its place.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "sogdia/core/error.h"
#include "sogdia/study/asked/study.h"

namespace {

std::optional<sogdia::Study> study_of(const std::string& text) {
  try {
    return sogdia::load_study_text(text, "study.toml");
  } catch (const sogdia::Error& error) {
    if (!error.message.empty() && error.where.find("study.toml") != std::string::npos) return {};
    std::fprintf(stderr, "no place: `%s`, `%s`\n", error.message.c_str(), error.where.c_str());
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto study = study_of(text);
  if (!study) return 0;
  const auto again = study_of(text + "\n# the end\n");
  if (!again || again->title != study->title ||
      again->scenario.changes.size() != study->scenario.changes.size() ||
      again->estimates.size() != study->estimates.size() || again->pairs != study->pairs)
    std::abort();
  return 0;
}
