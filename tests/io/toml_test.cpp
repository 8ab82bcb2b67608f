#include "sogdia/io/toml.h"

#include <gtest/gtest.h>

namespace sogdia {
namespace {

struct Document {
  TomlValue value;
  TomlTable table;
  explicit Document(const std::string& text)
      : value(read_toml_text(text, "study.toml")), table(value, "study.toml", "") {}
};

template <typename Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

TEST(toml, values_come_with_their_types) {
  const Document study(
      "title = 'Suez'\n[model]\ntheta = 4\nlow = 2.5\nexact = true\n[brief]\n"
      "pairs = [['CHN', 'RUS']]\n[[change]]\nname = 'one'\nprojects = 'open'\n[[change]]\n");
  EXPECT_EQ(study.table.text("title", ""), "Suez");
  const TomlTable model = study.table.table("model");
  EXPECT_EQ(model.integer("theta", 0), 4);
  EXPECT_EQ(model.number("theta", 0), 4.0);
  EXPECT_EQ(model.number("low", 0), 2.5);
  EXPECT_EQ(model.number("absent", 7), 7.0);
  EXPECT_TRUE(model.flag("exact", false));
  EXPECT_EQ(study.table.table("brief").text_rows("pairs")[0][1], "RUS");
  const auto changes = study.table.tables("change");
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].texts("projects"), std::vector<std::string>{"open"});
  EXPECT_EQ(changes[1].where(), "study.toml, line 11");
}

TEST(toml, a_misspelt_key_is_named_with_its_line_and_the_nearest_key) {
  const Document study("title = 'x'\n[model]\ntheta_lwo = 3\n");
  const Error error = error_of([&] { study.table.table("model").allow_only({"theta_low", "theta_mid"}); });
  EXPECT_EQ(error.message, "unknown key `theta_lwo` in [model]");
  EXPECT_EQ(error.where, "study.toml, line 3");
  EXPECT_EQ(error.hint, "did you mean `theta_low` or `theta_mid`?");
}

TEST(toml, a_misspelt_table_is_named_with_its_line) {
  const Document study("title = 'x'\n[modle]\ntheta_low = 3\n");
  const Error error = error_of([&] { study.table.allow_only({"title", "model"}); });
  EXPECT_EQ(error.where, "study.toml, line 2");
  EXPECT_EQ(error.hint, "did you mean `model`?");
}

TEST(toml, a_value_of_the_wrong_kind_is_named_with_its_line) {
  const Document study("[model]\n\ntheta = 'four'\nn = 2.5\nlist = ['a', 3]\nb = nan\n");
  const TomlTable model = study.table.table("model");
  EXPECT_EQ(error_of([&] { model.number("theta", 0); }).message,
            "`theta` in [model] must be a number, and `four` is text");
  EXPECT_EQ(error_of([&] { model.number("theta", 0); }).where, "study.toml, line 3");
  EXPECT_EQ(error_of([&] { model.integer("n", 0); }).message,
            "`n` in [model] must be a whole number, and 2.5 is a number");
  EXPECT_EQ(error_of([&] { model.texts("list"); }).where, "study.toml, line 5");
  EXPECT_EQ(error_of([&] { model.number("b", 0); }).where, "study.toml, line 6");
  EXPECT_EQ(error_of([&] { study.table.tables("model"); }).where, "study.toml, line 1");
}

TEST(toml, text_that_is_not_toml_is_an_error_with_its_line) {
  EXPECT_EQ(
      error_of([&] { read_toml_text("a = 1\nb = \n", "study.toml"); }).where.rfind("study.toml, line 2", 0),
      0u);
}

}  // namespace
}  // namespace sogdia
