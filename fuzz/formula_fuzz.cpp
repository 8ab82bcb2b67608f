// Any bytes either are a formula, whose models' own texts are formulas again, or throw Error.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sogdia/core/error.h"
#include "sogdia/gravity/formula/formula.h"

namespace {

std::vector<sogdia::Model> models_of(std::string_view formula) {
  try {
    return sogdia::parse_formula(formula);
  } catch (const sogdia::Error& error) {
    if (error.message.empty()) std::abort();
    return {};
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view formula(reinterpret_cast<const char*>(data), size);
  const auto models = models_of(formula);
  constexpr std::size_t kChecked = 4;
  for (std::size_t k = 0; k < models.size() && k < kChecked; ++k) {
    // Expanded, a model may be longer than a formula is allowed to be.
    constexpr std::size_t kLongest = 100'000;
    if (models[k].text.size() > kLongest) continue;
    const auto again = models_of(models[k].text);
    if (again.size() == 1 && again[0].text == models[k].text &&
        again[0].terms.size() == models[k].terms.size() &&
        again[0].instruments.size() == models[k].instruments.size())
      continue;
    std::fprintf(stderr, "`%s` does not read back as itself\n", models[k].text.c_str());
    std::abort();
  }
  try {
    sogdia::parse_factor(formula);
  } catch (const sogdia::Error&) {
  }
  return 0;
}
