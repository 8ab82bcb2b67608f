#include "sogdia/gravity/sample/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/gravity/formula/formula_tokens.h"
#include "sogdia/gravity/sample/blocks.h"
#include "sogdia/gravity/sample/evaluate.h"
#include "sogdia/gravity/sample/expand.h"
#include "sogdia/gravity/sample/keys.h"
#include "sogdia/gravity/sample/order.h"

namespace sogdia {
namespace {

// Everything the model uses, tied to the frame, then evaluated on all its rows; `compact` keeps the rows that
// are complete.
struct Parts {
  std::map<std::string, KeyCodes> keys;  // of the columns of effects and clusters
  std::vector<KeyCodes> sides[2];        // of the columns of each side of a dyad, with the codes of both
  std::vector<BoundTerm> terms;
  std::vector<double> y, weight, offset;
  std::vector<std::vector<double>> numbers;              // of each term
  std::vector<std::vector<std::vector<double>>> slopes;  // of each effect
};

// A source of missing values: its numbers or its codes, and the columns that it comes from.
struct Source {
  std::string name;
  const std::vector<double>* numbers = nullptr;
  const std::vector<std::uint32_t>* codes = nullptr;
  std::vector<std::string> columns;
  bool weight = false;
};

Expression column_named(const std::string& name) {
  Expression column;
  column.kind = Expression::Kind::column;
  column.name = name;
  return column;
}

std::vector<double> evaluated(const Frame& frame, const Expression& expression, int threads) {
  const BoundExpression bound = bind(expression, frame);
  std::vector<double> out(frame.rows);
  for_blocks(frame.rows, threads,
             [&](std::size_t begin, std::size_t end) { evaluate(bound, begin, end, out.data() + begin); });
  return out;
}

// The columns of the two sides are coded together, first with first, second with second.
void code_sides(Parts& parts, const Frame& frame, const std::vector<Factor>& sides, int threads) {
  if (sides.size() != 2 || sides[0].columns.size() != sides[1].columns.size())
    throw Error("the two sides of a dyad have different numbers of columns", frame.source,
                "write dyadic:exporter+importer");
  for (std::size_t c = 0; c < sides[0].columns.size(); ++c) {
    const StackedColumn both =
        stacked(frame, frame.column(sides[0].columns[c]), frame.column(sides[1].columns[c]));
    const KeyCodes keys = key_codes(both.column, 2 * frame.rows, threads);
    const auto middle = keys.code.begin() + static_cast<std::ptrdiff_t>(frame.rows);
    parts.sides[0].push_back({{keys.code.begin(), middle}, keys.levels});
    parts.sides[1].push_back({{middle, keys.code.end()}, keys.levels});
  }
}

Parts evaluated_parts(const Frame& frame, const SampleSpec& spec, int threads, const Monitor& monitor) {
  Parts parts;
  const auto code = [&](const Factor& factor) {
    for (const auto& name : factor.columns) {
      if (parts.keys.count(name) > 0) continue;
      check_cancelled(monitor);
      parts.keys.emplace(name, key_codes(frame.column(name), frame.rows, threads));
    }
  };
  parts.y = evaluated(frame, spec.model.outcome, threads);
  for (const auto& effect : spec.model.effects) code(effect.factor);
  if (spec.dyadic)
    code_sides(parts, frame, spec.clusters, threads);
  else
    for (const auto& cluster : spec.clusters) code(cluster);
  if (!spec.weights.empty()) parts.weight = evaluated(frame, column_named(spec.weights), threads);
  if (!spec.offset.empty()) parts.offset = evaluated(frame, column_named(spec.offset), threads);
  for (const auto& offset : spec.model.offsets) {
    const std::vector<double> more = evaluated(frame, offset, threads);
    parts.offset.resize(frame.rows, 0);
    for (std::size_t row = 0; row < frame.rows; ++row) parts.offset[row] += more[row];
  }
  for (const auto& term : all_terms(spec.model)) {
    check_cancelled(monitor);
    parts.terms.push_back(bind_term(term, frame, threads));
    auto& numbers = parts.numbers.emplace_back(frame.rows);
    for_blocks(frame.rows, threads, [&](std::size_t begin, std::size_t end) {
      evaluate_numbers(parts.terms.back(), begin, end, numbers.data() + begin);
    });
  }
  for (const auto& effect : spec.model.effects) {
    auto& slopes = parts.slopes.emplace_back();
    for (const auto& slope : effect.slopes) slopes.push_back(evaluated(frame, slope, threads));
  }
  return parts;
}

// Calls body for each vector of numbers, and for each vector of codes.
template <typename Numbers, typename Codes>
void visit_parts(Parts& parts, Numbers&& numbers, Codes&& codes) {
  numbers(parts.y);
  if (!parts.weight.empty()) numbers(parts.weight);
  if (!parts.offset.empty()) numbers(parts.offset);
  for (auto& column : parts.numbers) numbers(column);
  for (auto& slopes : parts.slopes) {
    for (auto& slope : slopes) numbers(slope);
  }
  for (auto& [name, keys] : parts.keys) codes(keys.code);
  for (auto& side : parts.sides) {
    for (auto& keys : side) codes(keys.code);
  }
  for (auto& term : parts.terms) {
    for (auto& levels : term.dummies) codes(levels.keys.code);
  }
}

// Rows with a value that is missing or not finite; `any` says whether there are some.
std::vector<std::uint8_t> missing_rows(Parts& parts, std::size_t rows, int threads, bool& any) {
  std::vector<const std::vector<double>*> numbers;
  std::vector<const std::vector<std::uint32_t>*> codes;
  visit_parts(
      parts, [&](auto& column) { numbers.push_back(&column); },
      [&](auto& column) { codes.push_back(&column); });
  std::vector<std::uint8_t> missing(rows, 0), found(rows / kBlockRows + 1, 0);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    std::uint8_t here = 0;
    for (const auto* column : numbers) {
      for (std::size_t row = begin; row < end; ++row)
        missing[row] = static_cast<std::uint8_t>(missing[row] | !std::isfinite((*column)[row]));
    }
    for (const auto* column : codes) {
      for (std::size_t row = begin; row < end; ++row)
        missing[row] = static_cast<std::uint8_t>(missing[row] | ((*column)[row] == kNoLevel));
    }
    if (!parts.weight.empty()) {
      for (std::size_t row = begin; row < end; ++row)
        missing[row] = static_cast<std::uint8_t>(missing[row] | (parts.weight[row] == 0));
    }
    for (std::size_t row = begin; row < end; ++row) here |= missing[row];
    found[begin / kBlockRows] = here;
  });
  any = std::find(found.begin(), found.end(), 1) != found.end();
  return missing;
}

void refuse_negatives(const Frame& frame, const SampleSpec& spec, const Parts& parts,
                      const std::vector<std::uint8_t>& missing, int threads) {
  // The first row of each block, so that the first of all is named whatever the number of threads.
  const auto first_negative = [&](const std::vector<double>& values) {
    std::vector<std::size_t> first(frame.rows / kBlockRows + 1, frame.rows);
    for_blocks(frame.rows, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        if (!(values[row] < 0) || missing[row]) continue;
        first[begin / kBlockRows] = row;
        return;
      }
    });
    return *std::min_element(first.begin(), first.end());
  };
  if (spec.family == Family::ppml) {
    const std::size_t row = first_negative(parts.y);
    if (row < frame.rows)
      throw Error(fmt::format("the outcome `{}` is negative: {}", spec.model.outcome_text, parts.y[row]),
                  frame.place(row), "PPML needs an outcome of zero or more; OLS takes any");
  }
  if (parts.weight.empty()) return;
  const std::size_t row = first_negative(parts.weight);
  if (row < frame.rows)
    throw Error(fmt::format("the weight in column `{}` is negative: {}", spec.weights, parts.weight[row]),
                frame.place(row), "a weight is zero (the row is left out) or more");
}

void collect_columns(const Expression& expression, std::vector<std::string>& names) {
  if (expression.kind == Expression::Kind::column) names.push_back(expression.name);
  for (const auto& argument : expression.arguments) collect_columns(argument, names);
}

std::vector<Source> sources_of(const SampleSpec& spec, const Parts& parts) {
  std::vector<Source> sources;
  const auto numbers = [&](const std::string& name, const std::vector<double>& values,
                           const std::vector<Expression>& expressions) {
    sources.push_back({name, &values, nullptr, {}, false});
    for (const auto& expression : expressions) collect_columns(expression, sources.back().columns);
  };
  const auto codes = [&](const std::string& name, const KeyCodes& keys) {
    const bool known = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
      return source.codes != nullptr && source.name == name;
    });
    if (!known) sources.push_back({name, nullptr, &keys.code, {name}, false});
  };
  numbers(spec.model.outcome_text, parts.y, {spec.model.outcome});
  const std::vector<Term> terms = all_terms(spec.model);
  for (std::size_t k = 0; k < parts.terms.size(); ++k) {
    if (!parts.terms[k].numbers.empty()) numbers(parts.terms[k].name, parts.numbers[k], terms[k].numbers);
    for (const auto& levels : parts.terms[k].dummies) codes(levels.column, levels.keys);
  }
  for (const auto& [name, keys] : parts.keys) codes(name, keys);
  for (std::size_t side = 0; side < 2; ++side) {
    for (std::size_t c = 0; c < parts.sides[side].size(); ++c)
      codes(spec.clusters[side].columns[c], parts.sides[side][c]);
  }
  for (std::size_t e = 0; e < parts.slopes.size(); ++e) {
    for (std::size_t s = 0; s < parts.slopes[e].size(); ++s)
      numbers(spec.model.effects[e].slope_names[s], parts.slopes[e][s], {spec.model.effects[e].slopes[s]});
  }
  if (!parts.offset.empty()) {
    std::vector<Expression> offsets = spec.model.offsets;
    if (!spec.offset.empty()) offsets.push_back(column_named(spec.offset));
    numbers(spec.offset.empty() ? spec.model.offset_texts.front() : spec.offset, parts.offset, offsets);
  }
  if (!parts.weight.empty()) {
    numbers(spec.weights, parts.weight, {column_named(spec.weights)});
    sources.back().weight = true;
  }
  return sources;
}

// What stood in the cells of its columns that are missing.
std::string marks_of(const Frame& frame, const Source& source) {
  std::vector<std::string> marks;
  for (const auto& name : source.columns) {
    for (const auto& mark : frame.column(name).missing_marks) {
      const std::string text = mark.empty() ? "empty" : mark;
      if (std::find(marks.begin(), marks.end(), text) == marks.end()) marks.push_back(text);
    }
  }
  return fmt::format("{}", fmt::join(marks, ", "));
}

MissingSource counted(const Frame& frame, const Source& source, const std::vector<std::uint32_t>& rows) {
  MissingSource out;
  out.name = source.name;
  std::size_t missing = 0, infinite = 0, weightless = 0;
  for (const std::uint32_t row : rows) {
    if (source.codes != nullptr) {
      missing += (*source.codes)[row] == kNoLevel ? 1 : 0;
    } else {
      const double value = (*source.numbers)[row];
      missing += std::isnan(value) ? 1 : 0;
      infinite += std::isinf(value) ? 1 : 0;
      weightless += source.weight && value == 0 ? 1 : 0;
    }
  }
  out.rows = missing + infinite + weightless;
  std::vector<std::string> why;
  if (missing > 0) {
    why.push_back(marks_of(frame, source));
    // The function of a number may have no value: log(-1).
    if (why.back().empty()) why.back() = "missing";
  }
  if (infinite > 0) why.push_back("infinite");
  if (weightless > 0) why.push_back("weight 0");
  out.why = fmt::format("{}", fmt::join(why, ", "));
  return out;
}

std::vector<MissingSource> missing_sources(const Frame& frame, const SampleSpec& spec, const Parts& parts,
                                           const std::vector<std::uint32_t>& rows, int threads) {
  const std::vector<Source> sources = sources_of(spec, parts);
  std::vector<MissingSource> out(sources.size());
  parallel_for(sources.size(), threads, [&](std::size_t k) { out[k] = counted(frame, sources[k], rows); });
  out.erase(
      std::remove_if(out.begin(), out.end(), [](const MissingSource& source) { return source.rows == 0; }),
      out.end());
  std::stable_sort(out.begin(), out.end(),
                   [](const MissingSource& a, const MissingSource& b) { return a.rows > b.rows; });
  return out;
}

[[noreturn]] void throw_nothing_left(const Frame& frame, const Sample& sample) {
  const MissingSource& worst = sample.missing_by.front();
  throw Error(fmt::format("no observation is left: `{}` is missing, or not finite, in {} of {} rows",
                          worst.name, worst.rows, frame.rows),
              frame.source,
              worst.rows == frame.rows ? (worst.why == "missing" ? "" : "there stands: " + worst.why)
                                       : "no row has every column that the model uses");
}

void compact(Parts& parts, const std::vector<std::uint32_t>& kept, int threads) {
  std::vector<std::function<void()>> work;
  const auto keep = [&](auto& column) {
    work.push_back([&] {
      for (std::size_t i = 0; i < kept.size(); ++i) column[i] = column[kept[i]];
      column.resize(kept.size());
    });
  };
  visit_parts(parts, keep, keep);
  parallel_for(work.size(), threads, [&](std::size_t k) { work[k](); });
}

KeyCodes levels_of(const Parts& parts, const Factor& factor, int threads) {
  std::vector<const KeyCodes*> columns;
  for (const auto& name : factor.columns) columns.push_back(&parts.keys.at(name));
  return product_codes(columns, threads);
}

// The effects with the most and the second most levels.
std::vector<LevelView> leading_levels(const Sample& sample) {
  std::vector<std::size_t> order(sample.effects.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sample.effects[a].levels > sample.effects[b].levels;
  });
  if (order.size() > 2) order.resize(2);
  std::vector<LevelView> views;
  for (const std::size_t e : order)
    views.push_back({sample.effects[e].level.data(), sample.effects[e].levels});
  return views;
}

// `spare` takes turns with the columns, so that sorting many of them allocates once.
template <typename Value>
void gather(std::vector<Value>& values, std::vector<Value>& spare, const std::vector<std::uint32_t>& order,
            int threads) {
  spare.resize(order.size());
  for_blocks(order.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) spare[i] = values[order[i]];
  });
  values.swap(spare);
}

void put_in_order(Sample& sample, Parts& parts, int threads) {
  const auto leading = leading_levels(sample);
  if (is_ordered(leading, sample.row.size(), threads)) return;
  const std::vector<std::uint32_t> order = order_by(leading, sample.row.size(), threads);
  parts.keys.clear();
  for (auto& side : parts.sides) side.clear();
  std::vector<double> spare_numbers;
  std::vector<std::uint32_t> spare_codes;
  const auto sort_codes = [&](auto& column) { gather(column, spare_codes, order, threads); };
  visit_parts(
      parts, [&](auto& column) { gather(column, spare_numbers, order, threads); }, sort_codes);
  sort_codes(sample.row);
  for (auto& effect : sample.effects) sort_codes(effect.level);
  for (auto& cluster : sample.clusters) sort_codes(cluster.group);
}

// The products of the columns of either side, numbered together.
void take_sides(Sample& sample, const SampleSpec& spec, const Parts& parts, int threads) {
  std::vector<KeyCodes> both;
  std::vector<const KeyCodes*> columns;
  for (std::size_t c = 0; c < parts.sides[0].size(); ++c) {
    both.push_back(parts.sides[0][c]);
    const auto& second = parts.sides[1][c].code;
    both.back().code.insert(both.back().code.end(), second.begin(), second.end());
  }
  for (const auto& column : both) columns.push_back(&column);
  const KeyCodes levels = product_codes(columns, threads);
  const auto middle = levels.code.begin() + static_cast<std::ptrdiff_t>(sample.row.size());
  sample.clusters.push_back({spec.clusters[0].name(), {levels.code.begin(), middle}, levels.levels});
  sample.clusters.push_back({spec.clusters[1].name(), {middle, levels.code.end()}, levels.levels});
  sample.dyadic = true;
}

void take_effects(Sample& sample, const SampleSpec& spec, const Parts& parts, int threads) {
  for (const auto& term : spec.model.effects) {
    KeyCodes levels = levels_of(parts, term.factor, threads);
    Effect effect;
    effect.name = term.factor.name();
    effect.columns = term.factor.columns;
    effect.level = std::move(levels.code);
    effect.levels = levels.levels;
    effect.intercept = term.intercept;
    effect.slope_names = term.slope_names;
    sample.effects.push_back(std::move(effect));
  }
  if (spec.dyadic) return take_sides(sample, spec, parts, threads);
  for (const auto& factor : spec.clusters) {
    const auto same = std::find_if(sample.effects.begin(), sample.effects.end(),
                                   [&](const Effect& effect) { return effect.columns == factor.columns; });
    Groups groups;
    groups.name = factor.name();
    if (same != sample.effects.end()) {
      groups.group = same->level;
      groups.groups = same->levels;
    } else {
      KeyCodes levels = levels_of(parts, factor, threads);
      groups.group = std::move(levels.code);
      groups.groups = levels.levels;
    }
    sample.clusters.push_back(std::move(groups));
  }
}

}  // namespace

Sample build_sample(const Frame& frame, const SampleSpec& spec, int threads, const Monitor& monitor) {
  if (frame.rows == 0) throw Error("the data have no rows", frame.source, "");
  if (frame.rows >= kNoLevel)
    throw Error(fmt::format("the data have {} rows, more than one model can hold", frame.rows), frame.source,
                "");
  Parts parts = evaluated_parts(frame, spec, threads, monitor);
  check_cancelled(monitor);

  Sample sample;
  bool any = false;
  const std::vector<std::uint8_t> missing = missing_rows(parts, frame.rows, threads, any);
  refuse_negatives(frame, spec, parts, missing, threads);
  if (any) {
    for (std::uint32_t row = 0; row < frame.rows; ++row)
      (missing[row] ? sample.missing : sample.row).push_back(row);
  } else {
    sample.row.resize(frame.rows);
    std::iota(sample.row.begin(), sample.row.end(), 0u);
  }
  if (any) sample.missing_by = missing_sources(frame, spec, parts, sample.missing, threads);
  if (sample.row.empty()) throw_nothing_left(frame, sample);
  if (any) compact(parts, sample.row, threads);

  take_effects(sample, spec, parts, threads);
  check_cancelled(monitor);
  put_in_order(sample, parts, threads);
  check_cancelled(monitor);
  for (std::size_t e = 0; e < parts.slopes.size(); ++e) sample.effects[e].slopes = std::move(parts.slopes[e]);
  sample.y = std::move(parts.y);
  sample.weight = std::move(parts.weight);
  sample.offset = std::move(parts.offset);
  if (spec.model.intercept) {
    sample.terms.push_back("(Intercept)");
    sample.x.emplace_back(sample.y.size(), 1.0);
  }
  for (std::size_t k = 0; k < parts.terms.size(); ++k) {
    const bool instrument = k >= spec.model.terms.size();
    const std::size_t before = sample.terms.size();
    expand_term(parts.terms[k], std::move(parts.numbers[k]), threads,
                instrument ? sample.instruments : sample.terms, instrument ? sample.z : sample.x);
    if (k < spec.model.endogenous)
      sample.endogenous.insert(sample.endogenous.end(), sample.terms.begin() + std::ptrdiff_t(before),
                               sample.terms.end());
  }
  return sample;
}

}  // namespace sogdia
