#include "sogdia/gravity/formula/formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sogdia/gravity/formula/formula_expression.h"
#include "sogdia/gravity/formula/formula_instruments.h"
#include "sogdia/gravity/formula/formula_steps.h"
#include "sogdia/gravity/formula/formula_terms.h"

namespace sogdia {
namespace {

struct Outcome {
  Expression value;
  std::string text;
};

Outcome parse_outcome(FormulaCursor& cursor) {
  Outcome outcome;
  const std::size_t at = cursor.position();
  outcome.value = parse_arithmetic_product(cursor);
  if (cursor.at_symbol("-"))
    cursor.fail("`-` cannot stand between outcomes", "put arithmetic into I(): I(y1 - y2) ~ x");
  outcome.text = cursor.spelled(at);
  return outcome;
}

// y, y1 + y2, c(y1, y2)
std::vector<Outcome> parse_outcomes(FormulaCursor& cursor) {
  if (cursor.at_symbol("~") || cursor.at_end())
    cursor.fail("the outcome is missing", "write outcome ~ regressors | effects");
  std::vector<Outcome> outcomes;
  const bool listed = cursor.peek().kind == Token::Kind::name && cursor.at_symbol("(", 1) &&
                      (cursor.peek().text == "c" || cursor.peek().text == "sw");
  if (listed) {
    cursor.next();
    cursor.next();
  }
  do {
    outcomes.push_back(parse_outcome(cursor));
    if (outcomes.size() > kMostModels) cursor.fail("the formula has too many outcomes", "");
  } while (cursor.accept(listed ? "," : "+"));
  if (listed) cursor.expect(")", "the outcomes");
  if (!cursor.accept("~"))
    cursor.fail("`~` is missing after the outcome", "write outcome ~ regressors | effects");
  return outcomes;
}

// C(year), factor(year), i(year): as an effect each is the column.
bool is_factor_call(const FormulaCursor& cursor) {
  if (cursor.peek().kind != Token::Kind::name || !cursor.at_symbol("(", 1)) return false;
  const std::string& name = cursor.peek().text;
  return name == "C" || name == "factor" || name == "as.factor" || name == "i";
}

Factor parse_columns(FormulaCursor& cursor) {
  Factor factor;
  do {
    const bool wrapped = is_factor_call(cursor);
    if (wrapped) cursor.next(), cursor.next();
    std::string name = cursor.expect_name("a column");
    if (wrapped) cursor.expect(")", "the column");
    if (std::find(factor.columns.begin(), factor.columns.end(), name) == factor.columns.end())
      factor.columns.push_back(std::move(name));
  } while (cursor.accept("^"));
  return factor;
}

EffectTerm parse_effect(FormulaCursor& cursor) {
  EffectTerm effect;
  if (cursor.peek().kind == Token::Kind::name && cursor.at_symbol("(", 1) && !is_factor_call(cursor))
    cursor.fail(fmt::format("`{}` cannot be an effect", cursor.peek().text),
                "an effect is a column, or a product such as exporter^year");
  effect.factor = parse_columns(cursor);
  if (cursor.accept("[")) {
    effect.intercept = !cursor.accept("[");
    do {
      const std::size_t at = cursor.position();
      effect.slopes.push_back(parse_arithmetic(cursor));
      effect.slope_names.push_back(cursor.spelled(at));
    } while (cursor.accept(","));
    cursor.expect("]", "the slopes");
    if (!effect.intercept) cursor.expect("]", "the slopes");
  }
  for (const char* symbol : {"*", ":", "/", "-"}) {
    if (cursor.at_symbol(symbol))
      cursor.fail(fmt::format("`{}` cannot join effects", symbol),
                  "write exporter^year for their product, + between several effects");
  }
  return effect;
}

void write_text(EffectTerm& effect) {
  effect.text = effect.factor.name();
  if (effect.slopes.empty()) return;
  effect.text += effect.intercept ? "[" : "[[";
  for (std::size_t k = 0; k < effect.slope_names.size(); ++k)
    effect.text += (k > 0 ? ", " : "") + effect.slope_names[k];
  effect.text += effect.intercept ? "]" : "]]";
}

// Adds the effect, or joins its slopes to the one of the same columns.
void merge(std::vector<EffectTerm>& effects, const EffectTerm& effect) {
  const auto key = [](const EffectTerm& term) {
    std::vector<std::string> columns = term.factor.columns;
    std::sort(columns.begin(), columns.end());
    return columns;
  };
  for (auto& have : effects) {
    if (key(have) != key(effect)) continue;
    have.intercept = have.intercept || effect.intercept;
    for (std::size_t k = 0; k < effect.slopes.size(); ++k) {
      if (std::find(have.slope_names.begin(), have.slope_names.end(), effect.slope_names[k]) !=
          have.slope_names.end())
        continue;
      have.slopes.push_back(effect.slopes[k]);
      have.slope_names.push_back(effect.slope_names[k]);
    }
    write_text(have);
    return;
  }
  effects.push_back(effect);
  write_text(effects.back());
}

std::vector<EffectTerm> parse_effect_sum(FormulaCursor& cursor) {
  std::vector<EffectTerm> effects;
  do {
    if (cursor.accept("(")) {
      // Parentheses group the effects of one step: sw(a, (b + c)).
      if (cursor.at_symbol("(")) cursor.fail_unexpected("one parenthesis is enough");
      do {
        effects.push_back(parse_effect(cursor));
      } while (cursor.accept("+"));
      cursor.expect(")", "the effects");
    } else {
      effects.push_back(parse_effect(cursor));
    }
    if (effects.size() > kMostTerms) cursor.fail("the formula has too many effects", "");
  } while (cursor.accept("+"));
  return effects;
}

std::vector<std::vector<EffectTerm>> parse_effects(FormulaCursor& cursor) {
  std::vector<Step<EffectTerm>> parts;
  std::size_t models = 1, written = 0;
  do {
    if (cursor.peek().kind == Token::Kind::number &&
        (cursor.peek().number == 0 || cursor.peek().number == 1)) {
      cursor.next();
      continue;
    }
    if (is_stepwise(cursor))
      parts.push_back(parse_stepwise<EffectTerm>(cursor, [&] { return parse_effect_sum(cursor); }));
    else
      parts.push_back({{{parse_effect(cursor)}}, false});
    models *= parts.back().choices.size();
    for (const auto& choice : parts.back().choices) written = std::max(written, parts.size() + choice.size());
    constexpr std::size_t kMostEffects = 100;
    if (models > kMostModels || written > kMostEffects)
      cursor.fail("the formula stands for too many models or effects", "");
  } while (cursor.accept("+"));
  return every_choice(parts, [](std::vector<EffectTerm>& side, const std::vector<EffectTerm>& choice, bool) {
    for (const auto& effect : choice) merge(side, effect);
  });
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : " + ") + text;
  return out;
}

Model model_of(const Outcome& outcome, const std::vector<Pieces>& regressors,
               const std::vector<EffectTerm>& effects, const InstrumentPart& part) {
  Model model;
  model.outcome = outcome.value;
  model.outcome_text = outcome.text;
  model.effects = effects;
  const bool constant =
      std::any_of(regressors.begin(), regressors.end(), [](const Pieces& pieces) { return pieces.empty(); });
  std::vector<Pieces> own;
  for (const auto& pieces : regressors) {
    if (pieces.size() != 1 || !pieces[0].offset) {
      own.push_back(pieces);
      continue;
    }
    model.offsets.push_back(pieces[0].number);
    model.offset_texts.push_back(pieces[0].text);
  }
  const bool absorbed =
      std::any_of(effects.begin(), effects.end(), [](const EffectTerm& effect) { return effect.intercept; });
  model.intercept = constant && !absorbed;
  model.terms = terms_of(own, constant, absorbed);
  std::vector<std::string> terms, absorbed_texts;
  if (!constant && !absorbed) terms.push_back("0");
  for (const auto& term : model.terms) terms.push_back(term.text);
  if (terms.empty() && !model.offsets.empty()) terms.push_back("1");
  terms.insert(terms.end(), model.offset_texts.begin(), model.offset_texts.end());
  if (terms.empty()) terms.push_back("1");
  for (const auto& effect : effects) absorbed_texts.push_back(effect.text);
  model.text = outcome.text + " ~ " + joined(terms);
  if (!effects.empty()) model.text += " | " + joined(absorbed_texts);
  add_instruments(model, part, constant, absorbed);
  return model;
}

}  // namespace

std::string Factor::name() const {
  std::string out;
  for (const auto& column : columns) out += (out.empty() ? "" : "^") + spelled_name(column);
  return out;
}

std::vector<Model> parse_formula(std::string_view formula) {
  FormulaCursor cursor(formula);
  const auto outcomes = parse_outcomes(cursor);
  const auto regressors = parse_regressors(cursor);
  std::vector<std::vector<EffectTerm>> effects(1);
  std::vector<InstrumentPart> instruments(1);
  if (cursor.accept("|") && !at_instruments(cursor)) {
    effects = parse_effects(cursor);
    if (cursor.accept("|") && !at_instruments(cursor))
      cursor.fail("the third part has no `~`",
                  "write outcome ~ exogenous | effects | endogenous ~ instruments");
  }
  if (at_instruments(cursor)) instruments = parse_instruments(cursor, regressors);
  if (cursor.at_symbol("|")) cursor.fail("there is a part too many", "the instruments are the last part");
  if (!cursor.at_end())
    cursor.fail_unexpected(cursor.at_symbol(",")
                               ? "clusters, weights and other options stand outside of the formula: "
                                 "--vcov cluster:exporter, in Python cluster=\"exporter\""
                               : "parts are joined by `+`");
  const std::size_t count = instruments.size() * effects.size() * outcomes.size() * regressors.size();
  std::size_t terms = 0;
  for (const auto& side : regressors) terms += side.size();
  if (count > kMostModels || terms * effects.size() * outcomes.size() > 100 * kMostTerms)
    cursor.fail(fmt::format("the formula stands for {} models, which is too many", count), "");
  std::vector<Model> models;
  for (const auto& part : instruments) {
    for (const auto& side : effects) {
      for (const auto& outcome : outcomes) {
        for (const auto& step : regressors) models.push_back(model_of(outcome, step, side, part));
      }
    }
  }
  return models;
}

Factor parse_factor(std::string_view text) {
  FormulaCursor cursor(text);
  Factor factor = parse_columns(cursor);
  if (!cursor.at_end()) cursor.fail_unexpected("write a column, or a product such as exporter^year");
  return factor;
}

}  // namespace sogdia
