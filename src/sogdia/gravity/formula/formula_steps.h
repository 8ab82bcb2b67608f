#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sogdia/gravity/formula/formula_tokens.h"

namespace sogdia {

// Bounds on what one formula stands for: more is a slip of the pen.
constexpr std::size_t kMostModels = 1000;
constexpr std::size_t kMostTerms = 2000;

// A part of one side of a formula: what it adds (or takes out) in each of its steps. Without a stepwise
// function there is one step.
template <typename Part>
struct Step {
  std::vector<std::vector<Part>> choices;
  bool remove = false;
};

inline bool is_stepwise(const FormulaCursor& cursor) {
  if (cursor.peek().kind != Token::Kind::name || !cursor.at_symbol("(", 1)) return false;
  const std::string& name = cursor.peek().text;
  return name == "sw" || name == "sw0" || name == "csw" || name == "csw0" || name == "mvsw";
}

// The steps that the arguments of a stepwise function stand for.
//   sw(a, b): a | b        csw(a, b): a | a + b        mvsw(a, b): nothing | a | b | a + b
// sw0 and csw0 put a step with nothing before them.
template <typename Part>
std::vector<std::vector<Part>> steps_of(std::string_view function,
                                        const std::vector<std::vector<Part>>& arguments) {
  std::vector<std::vector<Part>> steps;
  if (function == "mvsw") {
    // Subsets by size, each in the order of the arguments.
    for (std::size_t size = 0; size <= arguments.size(); ++size) {
      for (std::size_t bits = 0; bits < (std::size_t{1} << arguments.size()); ++bits) {
        std::vector<Part> step;
        std::size_t members = 0;
        for (std::size_t k = 0; k < arguments.size(); ++k) {
          if (!((bits >> k) & 1)) continue;
          ++members;
          step.insert(step.end(), arguments[k].begin(), arguments[k].end());
        }
        if (members == size) steps.push_back(std::move(step));
      }
    }
    return steps;
  }
  if (function.back() == '0') steps.emplace_back();
  std::vector<Part> so_far;
  for (const auto& argument : arguments) {
    if (function[0] != 'c') so_far.clear();
    so_far.insert(so_far.end(), argument.begin(), argument.end());
    if (so_far.size() > kMostTerms) return {};
    steps.push_back(so_far);
  }
  return steps;
}

// Parses sw(...) and its like; `argument` parses one argument.
template <typename Part, typename Argument>
Step<Part> parse_stepwise(FormulaCursor& cursor, Argument argument) {
  const std::size_t at = cursor.position();
  const std::string function = cursor.next().text;
  cursor.next();
  std::vector<std::vector<Part>> arguments;
  do {
    arguments.push_back(argument());
  } while (cursor.accept(","));
  cursor.expect(")", fmt::format("the arguments of `{}`", function));
  constexpr std::size_t kMostSubsets = 10;
  if (function == "mvsw" && arguments.size() > kMostSubsets)
    cursor.fail_at(at, fmt::format("`mvsw` of {} arguments stands for too many models", arguments.size()),
                   "give it ten or fewer");
  Step<Part> step;
  step.choices = steps_of(function, arguments);
  if (step.choices.empty() || step.choices.size() > kMostModels)
    cursor.fail_at(at, fmt::format("`{}` stands for too many models", function), "");
  return step;
}

// Every choice of one step from each part, the last part running quickest.
template <typename Part, typename Fold>
std::vector<std::vector<Part>> every_choice(const std::vector<Step<Part>>& parts, Fold fold) {
  std::vector<std::vector<Part>> sides(1);
  for (const auto& part : parts) {
    if (part.choices.size() == 1) {
      for (auto& side : sides) fold(side, part.choices.front(), part.remove);
      continue;
    }
    std::vector<std::vector<Part>> longer;
    for (const auto& side : sides) {
      for (const auto& choice : part.choices) {
        longer.push_back(side);
        fold(longer.back(), choice, part.remove);
      }
    }
    sides = std::move(longer);
  }
  return sides;
}

}  // namespace sogdia
