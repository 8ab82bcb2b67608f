#include "sogdia/gravity/formula/formula.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sogdia/core/error.h"

namespace sogdia::formula_test {

Model only(const std::string& formula) {
  const auto models = parse_formula(formula);
  EXPECT_EQ(models.size(), 1u) << formula;
  return models.front();
}

std::vector<std::string> texts(const Model& model) {
  std::vector<std::string> out;
  for (const auto& term : model.terms) out.push_back(term.text);
  return out;
}

std::vector<std::string> texts_of(const std::string& formula) {
  std::vector<std::string> out;
  for (const auto& model : parse_formula(formula)) out.push_back(model.text);
  return out;
}

Error error_in(const std::string& formula) {
  try {
    parse_formula(formula);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << formula << " was understood";
  return {"", "", ""};
}

using Texts = std::vector<std::string>;

TEST(Formula, a_gravity_equation_reads_as_in_fixest) {
  const Model model = only(
      "trade ~ rta + log(dist) + i(year, border, ref=1986) | exporter^year+importer^year + "
      "exporter^importer");
  EXPECT_EQ(model.outcome.name, "trade");
  ASSERT_EQ(model.terms.size(), 3u);
  EXPECT_EQ(texts(model)[1], "log(dist)");
  EXPECT_EQ(model.terms[1].numbers.at(0).kind, Expression::Kind::call);
  EXPECT_EQ(model.terms[2].dummies.at(0).column, "year");
  EXPECT_EQ(model.terms[2].dummies.at(0).by, "border");
  EXPECT_EQ(model.terms[2].dummies.at(0).reference, Texts{"1986"});
  ASSERT_EQ(model.effects.size(), 3u);
  EXPECT_EQ(model.effects[0].factor.columns, (Texts{"exporter", "year"}));
  EXPECT_EQ(model.effects[2].text, "exporter^importer");
  EXPECT_FALSE(model.intercept);
}

TEST(Formula, names_are_spelled_as_r_prints_them) {
  EXPECT_EQ(texts(only("y~log(x+1)+I( x ^2 )+I(a/b)+I(-a*b)+x1 : x2+x^2")),
            (Texts{"log(x + 1)", "I(x^2)", "I(a/b)", "I(-a * b)", "x1:x2"}));
  EXPECT_EQ(texts(only("y ~ `gdp, usd` + I(a>=2) + min(a,b)")),
            (Texts{"`gdp, usd`", "I(a >= 2)", "min(a, b)"}));
}

TEST(Formula, a_constant_is_there_unless_taken_out_or_absorbed) {
  EXPECT_TRUE(only("y ~ x").intercept);
  EXPECT_TRUE(only("y ~ 1").intercept);
  EXPECT_TRUE(only("y ~ x + 1").intercept);
  EXPECT_TRUE(only("y ~ x | 0").intercept);
  EXPECT_TRUE(only("y ~ x | 1").intercept);
  EXPECT_TRUE(only("y ~ x | f[[z]]").intercept);
  EXPECT_FALSE(only("y ~ -1 + x").intercept);
  EXPECT_FALSE(only("y ~ 0 + x").intercept);
  EXPECT_FALSE(only("y ~ x - 1").intercept);
  EXPECT_FALSE(only("y ~ x | f[z]").intercept);
}

TEST(Formula, crossings_expand_as_in_r) {
  EXPECT_EQ(texts(only("y ~ x1*x2 + x3")), (Texts{"x1", "x2", "x3", "x1:x2"}));
  EXPECT_EQ(texts(only("y ~ (a + b):c")), (Texts{"a:c", "b:c"}));
  EXPECT_EQ(texts(only("y ~ (a + b + c)^2")), (Texts{"a", "b", "c", "a:b", "a:c", "b:c"}));
  EXPECT_EQ(texts(only("y ~ a*b*c - a:b")), (Texts{"a", "b", "c", "a:c", "b:c", "a:b:c"}));
  EXPECT_EQ(texts(only("y ~ a + b:a + a:b + a")), (Texts{"a", "b:a"}));
}

TEST(Formula, a_factor_loses_its_first_level_where_r_takes_it) {
  const auto drops = [](const std::string& formula) {
    std::vector<bool> out;
    for (const auto& term : only(formula).terms)
      for (const auto& dummies : term.dummies) out.push_back(dummies.drop_first);
    return out;
  };
  EXPECT_EQ(drops("y ~ factor(f)"), std::vector<bool>{true});
  EXPECT_EQ(drops("y ~ C(f) | g"), std::vector<bool>{true});
  EXPECT_EQ(drops("y ~ 0 + factor(f) + factor(g)"), (std::vector<bool>{false, true}));
  EXPECT_EQ(drops("y ~ factor(f):x"), std::vector<bool>{false});
  EXPECT_EQ(drops("y ~ factor(f)*x"), (std::vector<bool>{true, true}));
  EXPECT_EQ(drops("y ~ i(f)"), std::vector<bool>{true});
  EXPECT_EQ(drops("y ~ i(f, ref = 2)"), std::vector<bool>{false});
  EXPECT_EQ(drops("y ~ i(f, x)"), std::vector<bool>{false});
}

TEST(Formula, references_are_numbers_names_or_quoted) {
  const auto reference = [](const std::string& argument) {
    return only("y ~ i(f, ref = " + argument + ")").terms.at(0).dummies.at(0).reference;
  };
  EXPECT_EQ(reference("1986"), Texts{"1986"});
  EXPECT_EQ(reference("1986.0"), Texts{"1986"});
  EXPECT_EQ(reference("2L"), Texts{"2"});
  EXPECT_EQ(reference("-1"), Texts{"-1"});
  EXPECT_EQ(reference("\"East Asia\""), Texts{"East Asia"});
  EXPECT_EQ(reference("EU"), Texts{"EU"});
  EXPECT_EQ(reference("c(1986, 'EU')"), (Texts{"1986", "EU"}));
  const auto both = only("y ~ i(year, i.region, ref = 1990, ref2 = EU)").terms.at(0).dummies.at(0);
  EXPECT_EQ(both.by, "region");
  EXPECT_TRUE(both.by_dummies);
  EXPECT_EQ(both.by_reference, Texts{"EU"});
  EXPECT_EQ(only("y ~ i(year, border, 1986)").terms.at(0).dummies.at(0).reference, Texts{"1986"});
  EXPECT_EQ(only("y ~ i(year, log(d), ref = 1986)").terms.at(0).number_names, Texts{"log(d)"});
}

TEST(Formula, slopes_vary_with_an_effect) {
  const auto effects = only("y ~ x | f[a, log(b)] + g^h[[c]] + k").effects;
  ASSERT_EQ(effects.size(), 3u);
  EXPECT_TRUE(effects[0].intercept);
  EXPECT_EQ(effects[0].slope_names, (Texts{"a", "log(b)"}));
  EXPECT_FALSE(effects[1].intercept);
  EXPECT_EQ(effects[1].text, "g^h[[c]]");
  EXPECT_TRUE(effects[2].slopes.empty());
}

TEST(Formula, an_effect_named_twice_is_taken_once) {
  const auto effects = only("y ~ x | a^b + b^a[x] + a^b[[x, z]]").effects;
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].text, "a^b[x, z]");
}

// The order in which fixest 0.12 and pyfixest 0.60 number the models of such a formula.
TEST(Formula, steps_run_over_effects_then_outcomes_then_regressors) {
  EXPECT_EQ(texts_of("y1 + y2 ~ csw(x, z) | csw0(f, g)"),
            (Texts{"y1 ~ x", "y1 ~ x + z", "y2 ~ x", "y2 ~ x + z", "y1 ~ x | f", "y1 ~ x + z | f",
                   "y2 ~ x | f", "y2 ~ x + z | f", "y1 ~ x | f + g", "y1 ~ x + z | f + g", "y2 ~ x | f + g",
                   "y2 ~ x + z | f + g"}));
}

TEST(Formula, stepwise_functions_stand_for_their_models) {
  EXPECT_EQ(texts_of("y ~ w + sw(a, b + c)"), (Texts{"y ~ w + a", "y ~ w + b + c"}));
  EXPECT_EQ(texts_of("y ~ w + sw0(a, b)"), (Texts{"y ~ w", "y ~ w + a", "y ~ w + b"}));
  EXPECT_EQ(texts_of("y ~ csw0(a, b)"), (Texts{"y ~ 1", "y ~ a", "y ~ a + b"}));
  EXPECT_EQ(texts_of("y ~ mvsw(a, b)"), (Texts{"y ~ 1", "y ~ a", "y ~ b", "y ~ a + b"}));
  EXPECT_EQ(texts_of("c(y, log(z)) ~ x | sw(f, f + g)"),
            (Texts{"y ~ x | f", "log(z) ~ x | f", "y ~ x | f + g", "log(z) ~ x | f + g"}));
}

TEST(Formula, arithmetic_keeps_the_usual_precedence) {
  const Expression e = only("I(a + b * -c^2 > 1 & !d) ~ 1").outcome;
  EXPECT_EQ(e.name, "&");
  EXPECT_EQ(e.arguments[1].name, "!");
  const Expression& greater = e.arguments[0];
  EXPECT_EQ(greater.name, ">");
  EXPECT_EQ(greater.arguments[0].name, "+");
  const Expression& times = greater.arguments[0].arguments[1];
  EXPECT_EQ(times.name, "*");
  EXPECT_EQ(times.arguments[1].name, "-");
  EXPECT_EQ(times.arguments[1].arguments[0].name, "^");
}

TEST(Formula, habits_of_numpy_and_stata_are_understood) {
  EXPECT_EQ(only("y ~ np.log(x)").terms[0].numbers[0].name, "log");
  EXPECT_EQ(only("y ~ ln(x)").terms[0].numbers[0].name, "log");
  EXPECT_EQ(only("y ~ I(x**2)").terms[0].numbers[0].name, "^");
  EXPECT_EQ(error_in("y ~ i.year").hint, "write i(year); a column of that name goes into back-ticks");
  EXPECT_EQ(only("y ~ `i.year`").terms[0].numbers[0].name, "i.year");
}

TEST(Formula, a_caret_stands_under_the_place) {
  const Error error = error_in("y ~ x1 + lgo(x2) | f");
  EXPECT_EQ(error.message, "`lgo` is not a function of formulas");
  EXPECT_EQ(error.where, "y ~ x1 + lgo(x2) | f\n         ^");
  EXPECT_EQ(error.hint, "did you mean `log`?");
  EXPECT_EQ(error_in("é ~ x +").where, "é ~ x +\n       ^");
}

TEST(Formula, slips_of_the_pen_say_what_to_write) {
  EXPECT_EQ(error_in("y x").message, "`~` is missing after the outcome");
  EXPECT_EQ(error_in("~ x").message, "the outcome is missing");
  EXPECT_EQ(error_in("y ~ x +").message, "the formula ends where more was expected");
  EXPECT_EQ(error_in("y ~ exporter^year").hint,
            "fixed effects such as exporter^year stand after `|`; for arithmetic write I(x1^x2)");
  EXPECT_EQ(error_in("y ~ x/z").hint, "put arithmetic into I(): I(x1 / x2), I(year > 1990)");
  EXPECT_EQ(error_in("y ~ x | f*g").hint, "write exporter^year for their product, + between several effects");
  EXPECT_EQ(error_in("y1 - y2 ~ x").message, "`-` cannot stand between outcomes");
  EXPECT_EQ(error_in("y ~ a#b").message, "`#` is Stata's");
  EXPECT_EQ(error_in("y ~ (a + b").message, "`)` is missing after the sum");
  EXPECT_EQ(error_in("y ~ i(year, ref = )").message, "a level was expected");
}

TEST(Formula, instruments_stand_last_with_or_without_effects) {
  const Model model = only("y ~ x1 | f^t + g | e1 + log(e2) ~ z1 + i(t, z2)");
  EXPECT_EQ(model.endogenous, 2u);
  EXPECT_EQ(model.terms.size(), 3u);
  EXPECT_EQ(model.terms[0].text, "e1");
  EXPECT_EQ(model.terms[2].text, "x1");
  EXPECT_EQ(model.instruments.size(), 2u);
  EXPECT_EQ(model.text, "y ~ x1 | f^t + g | e1 + log(e2) ~ z1 + i(t, z2)");
  EXPECT_EQ(only("y ~ x1 | e ~ z").text, "y ~ x1 | e ~ z");
  EXPECT_TRUE(only("y ~ x1 | e ~ z").intercept);
  EXPECT_EQ(only("y ~ x1 | 0 | e ~ z").text, "y ~ x1 | e ~ z");
  EXPECT_EQ(only("y ~ 1 | f | e ~ z").text, "y ~ 1 | f | e ~ z");
  EXPECT_FALSE(only("y ~ 0 + x1 | e ~ z").intercept);
  EXPECT_EQ(texts_of("c(y, w) ~ csw(a, b) | sw0(f) | e ~ sw(z1, z1 + z2)").size(), 16u);
  EXPECT_EQ(texts_of("y ~ 1 | sw(e, d) ~ z"), (Texts{"y ~ 1 | e ~ z", "y ~ 1 | d ~ z"}));
}

TEST(Formula, slips_with_instruments_say_what_to_write) {
  const char* whole = "write outcome ~ exogenous | effects | endogenous ~ instruments";
  EXPECT_EQ(error_in("y ~ 1 | f | x").hint, whole);
  EXPECT_EQ(error_in("y ~ 1 | f | x ~").message, "the instruments are missing");
  EXPECT_EQ(error_in("y ~ 1 | f | ~ z").message, "the endogenous regressors are missing");
  EXPECT_EQ(error_in("y ~ 1 | f | x ~ z ~ w").message, "there is a `~` too many");
  EXPECT_EQ(error_in("y ~ 1 | x ~ z | f").message, "there is a part too many");
  EXPECT_EQ(error_in("y ~ 1 | f | x ~ z | g").message, "there is a part too many");
  const Error few = error_in("y ~ 1 | f | x + w ~ z");
  EXPECT_EQ(few.message, "2 endogenous regressors have 1 instrument");
  EXPECT_EQ(few.where, "y ~ 1 | f | x + w ~ z\n                    ^");
  EXPECT_EQ(error_in("y ~ x + w | x ~ z").message, "`x` is both exogenous and endogenous");
  EXPECT_EQ(error_in("y ~ 1 | x ~ offset(z)").message, "an offset is not among the instruments");
  EXPECT_EQ(error_in("y ~ 1 | x ~ 1").message, "there are no instruments");
}

TEST(Formula, depth_and_number_are_bounded) {
  const std::string deep = "y ~ " + std::string(50'000, '(') + "x";
  EXPECT_EQ(error_in(deep).message, "the formula is nested too deeply");
  EXPECT_EQ(error_in("y ~ I(" + std::string(50'000, '-') + "x)").message,
            "the expression is nested too deeply");
  std::string sum = "I(x";
  for (int k = 0; k < 20'000; ++k) sum += "+x";
  EXPECT_EQ(error_in("y ~ " + sum + ")").message, "the expression is too long");
  EXPECT_NE(error_in("y ~ mvsw(a,b,c,d,e,f,g,h,i,j) + mvsw(a,b,c,d,e,f,g,h,i,j)").message, "");
}

TEST(Formula, a_factor_alone_is_a_product_of_columns) {
  EXPECT_EQ(parse_factor("exporter^year").columns, (Texts{"exporter", "year"}));
  EXPECT_EQ(parse_factor(" `a b` ").columns, Texts{"a b"});
  EXPECT_THROW(parse_factor("exporter+year"), Error);
  EXPECT_THROW(parse_factor(""), Error);
}

// Each model's own text stands for that model alone.
TEST(Formula, the_text_of_a_model_reads_back_as_the_model) {
  const std::string side[] = {
      "x1 + log(x2)",         "x1*x2 - x1",       "csw0(x1, i(f, x2, ref = 3))",
      "0 + factor(f) + x1^2", "(x1 + x2 + x3)^2", "i(f, i.g, ref = c(1, 2), ref2 = \"a b\")",
      "mvsw(x1, x2, x3)"};
  const std::string effects[] = {"", " | f", " | f^g + h[x1, log(x2)]", " | csw0(f, g)", " | f[[x1]]"};
  for (const auto& regressors : side) {
    for (const auto& absorbed : effects) {
      for (const auto& model : parse_formula("y ~ " + regressors + absorbed)) {
        const auto again = parse_formula(model.text);
        ASSERT_EQ(again.size(), 1u) << model.text;
        EXPECT_EQ(again[0].text, model.text);
        EXPECT_EQ(again[0].intercept, model.intercept) << model.text;
        ASSERT_EQ(again[0].terms.size(), model.terms.size()) << model.text;
        for (std::size_t k = 0; k < model.terms.size(); ++k)
          for (std::size_t d = 0; d < model.terms[k].dummies.size(); ++d)
            EXPECT_EQ(again[0].terms[k].dummies[d].drop_first, model.terms[k].dummies[d].drop_first)
                << model.text;
      }
    }
  }
}

// Strings of the parser's own vocabulary, which get much further than random bytes.
TEST(Formula, any_string_parses_or_throws_error) {
  const std::vector<std::string> words{
      "y",      "x1",  "log", "(",    ")",  "~", "|",  "+",    "-", "*",   ":",  "^",   "[",    "]",  ",",
      "i",      "ref", "=",   "1986", "0",  "1", "sw", "csw0", "c", "`",   "\"", "I",   "mvsw", "==", "!",
      "factor", "**",  "é",   " ",    "1e", "#", ".",  "<=",   "&", "min", "\n", "f^g", "%"};
  EXPECT_TRUE(rc::check([&](const std::string& bytes, std::vector<std::uint16_t> picks) {
    std::string formula = *rc::gen::arbitrary<bool>() ? "y ~ " : "";
    for (const auto pick : picks) formula += words[pick % words.size()];
    for (const std::string& text : {formula, bytes, formula + bytes}) {
      try {
        RC_ASSERT(!parse_formula(text).empty());
      } catch (const Error& error) {
        RC_ASSERT(!error.message.empty());
      }
      try {
        parse_factor(text);
      } catch (const Error&) {
      }
    }
  }));
}

}  // namespace sogdia::formula_test
