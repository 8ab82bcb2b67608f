#include "sogdia/gravity/tables/regression_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <regex>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/tables/paper_number.h"

namespace sogdia {
namespace {

constexpr std::string_view kIntercept = "(Intercept)";

struct Statistic {
  std::string_view key, label;
  // Its cell; "" where the model has none.
  std::function<std::string(const Fit&, int digits)> cell;
  enum class Default { never, always, where_above_zero, where_any } shown;
};

std::string count_cell(std::size_t n) { return paper_count(static_cast<double>(n)); }

const std::vector<Statistic>& all_statistics() {
  using Default = Statistic::Default;
  const auto ppml = [](const Fit& fit) { return fit.family == Family::ppml; };
  const auto iv = [](const Fit& fit, int digits, double (*value)(const IvReport&)) {
    return fit.iv ? paper_statistic(value(*fit.iv), digits) : std::string();
  };
  static const std::vector<Statistic> kAll = {
      {"observations", "Observations", [](const Fit& f, int) { return count_cell(f.observations); },
       Default::always},
      {"separated", "Separated, left out", [](const Fit& f, int) { return count_cell(f.separated.size()); },
       Default::where_above_zero},
      {"singletons", "Singletons, left out",
       [](const Fit& f, int) { return count_cell(f.singletons.size()); }, Default::where_above_zero},
      {"missing", "Missing, left out", [](const Fit& f, int) { return count_cell(f.missing.size()); },
       Default::never},
      {"r2", "R²", [](const Fit& f, int d) { return paper_statistic(f.r2, d); }, Default::where_any},
      {"r2_adjusted", "Adjusted R²", [](const Fit& f, int d) { return paper_statistic(f.r2_adjusted, d); },
       Default::never},
      {"r2_within", "Within R²",
       [](const Fit& f, int d) {
         return f.family == Family::ols && !f.model.effects.empty() ? paper_statistic(f.r2_within, d) : "";
       },
       Default::where_any},
      {"pseudo_r2", "Pseudo R²",
       [ppml](const Fit& f, int d) { return ppml(f) ? paper_statistic(f.pseudo_r2, d) : ""; },
       Default::where_any},
      {"deviance", "Deviance",
       [ppml](const Fit& f, int d) { return ppml(f) ? paper_statistic(f.deviance, d) : ""; },
       Default::where_any},
      {"log_likelihood", "Log likelihood",
       [](const Fit& f, int d) { return paper_statistic(f.log_likelihood, d); }, Default::never},
      {"aic", "AIC", [](const Fit& f, int d) { return paper_statistic(f.aic, d); }, Default::never},
      {"bic", "BIC", [](const Fit& f, int d) { return paper_statistic(f.bic, d); }, Default::never},
      {"rmse", "RMSE", [](const Fit& f, int d) { return paper_statistic(f.rmse, d); }, Default::never},
      {"first_stage_f", "First-stage F",
       [iv](const Fit& f, int d) {
         return iv(f, d, [](const IvReport& report) {
           double least = report.first_stages.front().f.statistic;
           for (const auto& stage : report.first_stages) least = std::min(least, stage.f.statistic);
           return least;
         });
       },
       Default::never},
      {"kleibergen_paap_f", "Kleibergen-Paap F",
       [iv](const Fit& f, int d) { return iv(f, d, [](const IvReport& r) { return r.kleibergen_paap_f; }); },
       Default::where_any},
      {"cragg_donald_f", "Cragg-Donald F",
       [iv](const Fit& f, int d) { return iv(f, d, [](const IvReport& r) { return r.cragg_donald_f; }); },
       Default::never},
      {"effective_f", "Effective F",
       [iv](const Fit& f, int d) { return iv(f, d, [](const IvReport& r) { return r.effective_f; }); },
       Default::where_any},
      {"underidentification_p", "Under-identification, p",
       [iv](const Fit& f, int d) {
         return iv(f, d, [](const IvReport& r) { return r.underidentification.p; });
       },
       Default::never},
      {"overidentification_p", "Over-identification, p",
       [iv](const Fit& f, int d) {
         return iv(f, d, [](const IvReport& r) { return r.overidentification.p; });
       },
       Default::where_any},
      {"endogeneity_p", "Endogeneity, p",
       [iv](const Fit& f, int d) { return iv(f, d, [](const IvReport& r) { return r.endogeneity.p; }); },
       Default::where_any},
      {"anderson_rubin_p", "Anderson-Rubin, p",
       [iv](const Fit& f, int d) { return iv(f, d, [](const IvReport& r) { return r.anderson_rubin.p; }); },
       Default::never},
      {"iterations", "Iterations", [](const Fit& f, int) { return paper_count(f.iterations); },
       Default::never},
  };
  return kAll;
}

std::vector<std::regex> patterns(const std::vector<std::string>& texts, const char* option) {
  std::vector<std::regex> out;
  for (const auto& text : texts) {
    try {
      out.emplace_back(text);
    } catch (const std::regex_error&) {
      throw Error(fmt::format("`{}` in `{}` is not a regular expression", text, option), "regression table",
                  "put a backslash before ( ) [ ] . * + ? ^ $ to mean the character itself");
    }
  }
  return out;
}

bool matches(const std::vector<std::regex>& list, const std::string& name, const std::string& label) {
  return std::any_of(list.begin(), list.end(), [&](const std::regex& pattern) {
    return std::regex_search(name, pattern) || std::regex_search(label, pattern);
  });
}

struct TermFilter {
  const RegressionTableOptions& options;
  std::vector<std::regex> keep, drop;
  explicit TermFilter(const RegressionTableOptions& options_)
      : options(options_), keep(patterns(options.keep, "keep")), drop(patterns(options.drop, "drop")) {}
  bool shows(const std::string& term) const {
    const std::string label = label_of(term, options);
    return (keep.empty() || matches(keep, term, label)) && !matches(drop, term, label);
  }
};

// Terms in the order in which the models bring them, the constant last.
std::vector<std::string> terms_of(const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  const TermFilter filter(options);
  std::vector<std::string> terms;
  bool intercept = false;
  for (const auto& fit : fits) {
    for (const auto& coefficient : fit.coefficients) {
      const std::string& term = coefficient.term;
      if (!filter.shows(term)) continue;
      if (term == kIntercept)
        intercept = true;
      else if (std::find(terms.begin(), terms.end(), term) == terms.end())
        terms.push_back(term);
    }
  }
  if (intercept) terms.emplace_back(kIntercept);
  const std::vector<std::regex> order = patterns(options.order, "order");
  const auto place = [&](const std::string& term) {
    const std::string label = label_of(term, options);
    return std::find_if(order.begin(), order.end(), [&](const std::regex& pattern) {
      return std::regex_search(term, pattern) || std::regex_search(label, pattern);
    });
  };
  std::stable_sort(terms.begin(), terms.end(),
                   [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
  return terms;
}

std::string stars_of(double p, const std::vector<double>& levels) {
  const auto below = [p](double level) { return p < level; };
  return std::string(static_cast<std::size_t>(std::count_if(levels.begin(), levels.end(), below)), '*');
}

std::string below_cell(const Coefficient& c, BelowEstimate below, int decimals, int digits) {
  switch (below) {
    case BelowEstimate::std_error:
      return "(" + paper_number(c.std_error, decimals) + ")";
    case BelowEstimate::statistic:
      return "(" + paper_number(c.statistic, std::min(digits, 2)) + ")";
    case BelowEstimate::p:
      return "(" + paper_p(c.p) + ")";
    case BelowEstimate::interval:
      return "[" + paper_number(c.low, decimals) + ", " + paper_number(c.high, decimals) + "]";
    case BelowEstimate::nothing:
      break;
  }
  return "";
}

void add_coefficient(RegressionGrid& grid, const std::vector<Fit>& fits, const std::string& term,
                     const RegressionTableOptions& options) {
  GridRow estimates{GridRowKind::estimate, label_of(term, options), {}}, below{GridRowKind::below, "", {}};
  for (const auto& fit : fits) {
    const auto found = std::find_if(fit.coefficients.begin(), fit.coefficients.end(),
                                    [&](const Coefficient& c) { return c.term == term; });
    if (found == fit.coefficients.end()) {
      estimates.cells.emplace_back();
      below.cells.emplace_back();
      continue;
    }
    const int decimals = decimals_for(found->std_error, found->estimate, options.digits);
    estimates.cells.push_back({paper_number(found->estimate, decimals), stars_of(found->p, options.stars)});
    below.cells.push_back({below_cell(*found, options.below, decimals, options.digits), ""});
  }
  grid.coefficients.push_back(std::move(estimates));
  if (options.below != BelowEstimate::nothing) grid.coefficients.push_back(std::move(below));
}

void add_effects(RegressionGrid& grid, const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  std::vector<std::string> effects;
  for (const auto& fit : fits) {
    for (const auto& effect : fit.model.effects)
      if (std::find(effects.begin(), effects.end(), effect.text) == effects.end())
        effects.push_back(effect.text);
  }
  for (const auto& text : effects) {
    GridRow row{GridRowKind::effect, label_of(text, options), {}};
    for (const auto& fit : fits) {
      const bool has = std::any_of(fit.model.effects.begin(), fit.model.effects.end(),
                                   [&](const EffectTerm& effect) { return effect.text == text; });
      row.cells.push_back({has ? "yes" : "no", ""});
    }
    grid.effects.push_back(std::move(row));
  }
}

void add_row_where_any(std::vector<GridRow>& rows, std::string_view label, const std::vector<Fit>& fits,
                       bool always, const std::function<std::string(const Fit&)>& cell) {
  GridRow row{GridRowKind::statistic, std::string(label), {}};
  for (const auto& fit : fits) row.cells.push_back({cell(fit), ""});
  const bool any = std::any_of(row.cells.begin(), row.cells.end(),
                               [](const GridCell& c) { return !c.text.empty() && c.text != "0"; });
  if (always || any) rows.push_back(std::move(row));
}

void add_statistics(RegressionGrid& grid, const std::vector<Fit>& fits,
                    const RegressionTableOptions& options) {
  const auto& all = all_statistics();
  const auto add = [&](const Statistic& statistic, bool always) {
    add_row_where_any(grid.statistics, statistic.label, fits, always,
                      [&](const Fit& fit) { return statistic.cell(fit, std::max(options.digits, 3)); });
  };
  for (const auto& key : options.statistics) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Statistic& statistic) { return statistic.key == key; });
    if (found == all.end()) {
      std::vector<std::string> keys;
      for (const auto& statistic : all) keys.emplace_back(statistic.key);
      const std::string near = nearest_hint(key, keys);
      throw Error(fmt::format("unknown statistic `{}`", key), "regression table",
                  near.empty() ? fmt::format("there are {}", fmt::join(keys, ", ")) : near);
    }
    add(*found, true);
  }
  if (options.statistics.empty()) {
    for (const auto& statistic : all)
      if (statistic.shown != Statistic::Default::never)
        add(statistic, statistic.shown == Statistic::Default::always);
  }
}

// "clustered by a (69 groups) and b (70 groups)" -> "clustered by a and b" and "69, 70".
std::pair<std::string, std::string> split_errors(const std::string& name) {
  std::string kind = name, counts;
  for (const std::string_view unit : {" groups)", " countries)"}) {
    for (auto end = kind.find(unit); end != std::string::npos; end = kind.find(unit)) {
      const auto open = kind.rfind(" (", end);
      if (open == std::string::npos) break;
      counts += (counts.empty() ? "" : ", ") + kind.substr(open + 2, end - open - 2);
      kind.erase(open, end + unit.size() - open);
    }
  }
  return {kind, counts};
}

// The errors' kind: in a note where all models share it, else in a row.
void add_errors(RegressionGrid& grid, const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  const auto same = [&](auto&& part) {
    return std::all_of(fits.begin(), fits.end(),
                       [&](const Fit& fit) { return part(fit) == part(fits.front()); });
  };
  const bool one_kind = same([](const Fit& fit) { return split_errors(fit.vcov_name).first; });
  const bool one_count = same([](const Fit& fit) { return fit.vcov_name; });
  const auto first = [](const Fit& fit) { return split_errors(fit.vcov_name).first; };
  const auto second = [](const Fit& fit) { return split_errors(fit.vcov_name).second; };
  if (!one_kind) add_row_where_any(grid.statistics, "Standard errors", fits, false, first);
  if (!one_count) add_row_where_any(grid.statistics, "Groups of the errors", fits, false, second);

  std::string note;
  const int percent = static_cast<int>(std::lround(fits.front().level * 1000));
  switch (options.below) {
    case BelowEstimate::std_error:
      note = "Standard errors in parentheses";
      break;
    case BelowEstimate::statistic:
      note = fits.front().normal ? "z statistics in parentheses" : "t statistics in parentheses";
      break;
    case BelowEstimate::p:
      note = "p values in parentheses";
      break;
    case BelowEstimate::interval:
      note = fmt::format("{:g} % confidence intervals in brackets", percent / 10.0);
      break;
    case BelowEstimate::nothing:
      note = "Standard errors";
      break;
  }
  if (one_kind && !fits.front().vcov_name.empty()) {
    const bool errors = options.below == BelowEstimate::std_error || options.below == BelowEstimate::nothing;
    note += (errors ? ", " : "; errors ") + (one_count ? fits.front().vcov_name : first(fits.front()));
  } else if (options.below == BelowEstimate::nothing) {
    note.clear();
  }
  if (!note.empty()) grid.notes.push_back(note);
}

// Which terms have which instruments: the models that share them are named together.
void add_instrument_notes(RegressionGrid& grid, const std::vector<Fit>& fits) {
  std::vector<std::pair<std::string, std::string>> notes;  // text, models
  std::size_t with = 0;
  for (std::size_t k = 0; k < fits.size(); ++k) {
    if (!fits[k].iv) continue;
    ++with;
    std::vector<std::string> endogenous;
    for (const auto& stage : fits[k].iv->first_stages) endogenous.push_back(stage.endogenous);
    const std::string text = fmt::format("Endogenous: {}; instruments: {}", fmt::join(endogenous, ", "),
                                         fmt::join(fits[k].iv->instruments, ", "));
    const auto same =
        std::find_if(notes.begin(), notes.end(), [&](const auto& note) { return note.first == text; });
    if (same == notes.end())
      notes.push_back({text, grid.names[k]});
    else
      same->second += ", " + grid.names[k];
  }
  for (const auto& [text, models] : notes)
    grid.notes.push_back(notes.size() == 1 && with == fits.size() ? text : models + ": " + text);
  if (std::any_of(fits.begin(), fits.end(),
                  [](const Fit& fit) { return fit.iv && fit.family == Family::ppml; }))
    grid.notes.push_back("PPML-CF: PPML with the first stage's residuals (control function)");
}

void add_notes(RegressionGrid& grid, const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  if (!options.stars.empty()) {
    std::string legend;
    for (std::size_t k = options.stars.size(); k > 0; --k)
      legend +=
          fmt::format("{}{} p < {:g}", legend.empty() ? "" : ", ", std::string(k, '*'), options.stars[k - 1]);
    grid.notes.push_back(legend);
  }
  add_instrument_notes(grid, fits);
  for (std::size_t k = 0; k < fits.size(); ++k) {
    if (const std::string few = few_clusters_note(fits[k]); !few.empty())
      grid.notes.push_back(fmt::format("{}: {}", grid.names[k], few));
    for (const auto& dropped : fits[k].dropped)
      grid.notes.push_back(fmt::format("{} leaves out {}", grid.names[k], dropped));
    if (fits[k].iv && !fits[k].iv->warning.empty())
      grid.notes.push_back(fmt::format("{}: {}", grid.names[k], fits[k].iv->warning));
    if (!fits[k].converged)
      grid.notes.push_back(fmt::format("{} did not converge: {}", grid.names[k], fits[k].reason));
  }
}

void check_options(const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  if (fits.empty()) throw Error("there is no model to show", "regression table", "estimate one first");
  if (!options.model_names.empty() && options.model_names.size() != fits.size())
    throw Error(fmt::format("{} names for {} models", options.model_names.size(), fits.size()),
                "regression table", "give one name for each model");
  if (options.stars.size() > 3 || !std::is_sorted(options.stars.rbegin(), options.stars.rend()))
    throw Error("the levels of stars are at most three, the largest first", "regression table",
                "for example 0.1, 0.05, 0.01");
  if (options.digits < 0 || options.digits > 15)
    throw Error(fmt::format("{} decimals", options.digits), "regression table", "ask for 0 to 15");
}

}  // namespace

bool shows_term(const std::string& term, const RegressionTableOptions& options) {
  return TermFilter(options).shows(term);
}

std::string_view family_name(Family family) { return family == Family::ppml ? "PPML" : "OLS"; }

std::string_view estimator_name(const Fit& fit) {
  if (!fit.iv) return family_name(fit.family);
  return fit.family == Family::ppml ? "PPML, control function" : "2SLS";
}

std::string label_of(std::string_view name, const RegressionTableOptions& options) {
  for (const auto& [from, to] : options.labels)
    if (from == name) return to;
  if (name == kIntercept) return "Constant";
  // Parts between : and ^ outside brackets; `::` joins a dummy's column and level.
  std::string out;
  bool renamed = false;
  std::size_t start = 0;
  int depth = 0;
  const auto part = [&](std::size_t end) {
    const std::string_view text = name.substr(start, end - start);
    const auto level = text.find("::");
    const std::string_view column = text.substr(0, level);
    std::string label(column);
    for (const auto& [from, to] : options.labels)
      if (from == column) label = to;
    renamed = renamed || label != column;
    if (level != std::string_view::npos) label += " = " + std::string(text.substr(level + 2));
    out += (out.empty() ? "" : " × ") + label;
    start = end + 1;
  };
  for (std::size_t k = 0; k < name.size(); ++k) {
    const char c = name[k];
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (c == ':' && k + 1 < name.size() && name[k + 1] == ':') {
      ++k;
    } else if (depth == 0 && (c == ':' || c == '^')) {
      part(k);
    }
  }
  part(name.size());
  return renamed ? out : std::string(name);
}

RegressionGrid regression_grid(const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  check_options(fits, options);
  RegressionGrid grid;
  grid.title = options.title;
  for (std::size_t k = 0; k < fits.size(); ++k) {
    grid.outcomes.push_back(label_of(fits[k].model.outcome_text, options));
    grid.names.push_back(options.model_names.empty() ? fmt::format("({})", k + 1) : options.model_names[k]);
    grid.families.emplace_back(!fits[k].iv                      ? family_name(fits[k].family)
                               : fits[k].family == Family::ppml ? "PPML-CF"
                                                                : "2SLS");
  }
  for (const auto& term : terms_of(fits, options)) add_coefficient(grid, fits, term, options);
  add_effects(grid, fits, options);
  add_statistics(grid, fits, options);
  add_row_where_any(grid.statistics, "Bias-corrected", fits, false,
                    [](const Fit& fit) { return std::string(fit.bias.empty() ? "" : "yes"); });
  add_errors(grid, fits, options);
  add_notes(grid, fits, options);
  grid.notes.insert(grid.notes.end(), options.notes.begin(), options.notes.end());
  return grid;
}

std::vector<GridSpan> outcome_spans(const RegressionGrid& grid) {
  std::vector<GridSpan> spans;
  for (std::size_t k = 0; k < grid.outcomes.size(); ++k) {
    if (!spans.empty() && grid.outcomes[k] == grid.outcomes[spans.back().first])
      ++spans.back().count;
    else
      spans.push_back({k, 1});
  }
  return spans;
}

}  // namespace sogdia
