// `sogdia estimate` on data as people have them: the same estimate from every way of writing the same data,
// and words about what was left out.
#include <cmath>

#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

struct data_as_people_have_it : scratch::Folder {
  Ran sogdia(const std::string& arguments) const { return run_tool("estimate " + arguments); }
};

// Rows of a panel: exporter (with zeros in front), importer, outcome, regressor.
std::string panel(char separator, char decimal, const std::string& line_end, bool index) {
  const auto number = [&](double value) {
    std::string text = std::to_string(value);
    if (decimal != '.') text[text.find('.')] = decimal;
    return text;
  };
  std::string text = index ? std::string(1, separator) : "";
  for (const char* name : {"exporter", "importer", "trade"}) text += std::string(name) + separator;
  text += "x" + line_end;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      const double x = std::sin(7.0 * i + 3.0 * j * j);
      if (index) text += std::to_string(6 * i + j) + separator;
      text += "00" + std::to_string(i) + separator +
              (j == 2 ? "NA" : std::string("A") + static_cast<char>('A' + j)) + separator +
              number(std::exp(0.3 * x + 0.1 * i) + (i * j) % 3) + separator + number(x) + line_end;
    }
  }
  return text;
}

TEST_F(data_as_people_have_it, gives_the_same_estimates_however_it_is_written) {
  write("plain.csv", panel(',', '.', "\n", false));
  const std::string formula = " --json --formula 'trade ~ x | exporter + importer'";
  const Json plain = Json::parse(sogdia("plain.csv" + formula).out)["coefficients"][0];
  struct Way {
    std::string name, text, options;
  };
  const std::vector<Way> ways{
      {"semicolons.csv", "\xEF\xBB\xBF" + panel(';', ',', "\r\n", false) + "\r\n", ""},
      {"index.csv", panel(',', '.', "\n", true), ""},
      {"tabs.txt", panel('\t', '.', "\n", false), ""},
      {"mac.csv", panel('|', ',', "\r", true), ""},
      {"named.csv", panel('@', ',', "\n", false), " --delimiter @ --decimal ,"},
  };
  for (const auto& way : ways) {
    SCOPED_TRACE(way.name);
    write(way.name, way.text);
    const Ran ran = sogdia(way.name + formula + way.options);
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    const Json found = Json::parse(ran.out);
    EXPECT_EQ(found["model"]["observations"], 36);
    EXPECT_EQ(found["coefficients"][0], plain);
  }
  const Ran told = sogdia("semicolons.csv --formula 'trade ~ x | importer'");
  EXPECT_NE(told.err.find("note: semicolons.csv: the columns are separated by semicolons"), std::string::npos)
      << told.err;
  EXPECT_NE(told.err.find("`NA` in column `importer` was read as a code"), std::string::npos) << told.err;
}

TEST_F(data_as_people_have_it, the_summary_says_what_was_left_out_and_why) {
  write(
      "t.csv",
      "y,x,k,w\n1,1,a,1\n2,NA,a,1\n3,-,b,1\n4,2,,1\n5,0,b,1\n6,4,b,0\n7,3,NA,1\n8,5,a,2\n9,7,b,1\n5,6,a,1\n");
  const Ran ran = sogdia("t.csv --formula 'y ~ log(x) | k' --weights w");
  ASSERT_EQ(ran.code, 0) << ran.err;
  for (const char* part : {"Missing, left out      6", "log(x) in 3 rows (NA, -, infinite)", "k in 2 rows (",
                           "w in 1 row (weight 0)"})
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  const Json json = Json::parse(sogdia("t.csv --formula 'y ~ log(x) | k' --weights w --json").out);
  EXPECT_EQ(json["model"]["missing_by"][0]["name"], "log(x)");
  EXPECT_EQ(json["model"]["missing_by"][0]["rows"], 3);
  const Ran all = sogdia("t.csv --formula 'y ~ z' --missing none");
  EXPECT_NE(all.err.find("column `z` is missing"), std::string::npos);
  write("none.csv", "y,x\n1,NA\n2,NA\n");
  const Ran none = sogdia("none.csv --formula 'y ~ x'");
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("`x` is missing, or not finite, in 2 of 2 rows"), std::string::npos) << none.err;
  EXPECT_NE(none.err.find("there stands: NA"), std::string::npos) << none.err;
}

// Levels that the estimation never saw have no prediction; those it saw have theirs, the reference included.
TEST_F(data_as_people_have_it, levels_that_were_not_estimated_are_predicted_as_empty_cells) {
  write("t.csv", panel(',', '.', "\n", false));
  write("rows.csv",
        "exporter,importer,trade,x\n000,AA,1,0.5\n001,AB,1,0.5\n1,AB,1,0.5\n009,AB,1,0.5\n001,ZZ,1,0.5\n,AB,"
        "1,0.5\n");
  struct Model {
    std::string formula;
    std::string empty;  // 1 for the rows that have no prediction
  };
  for (const Model& model :
       {Model{"trade ~ x + i(exporter)", "001101"},
        Model{"trade ~ x + factor(exporter) | importer", "001111"},
        Model{"trade ~ i(exporter, x, ref = \"000\")", "001101"},
        Model{"trade ~ x | exporter + importer", "001111"}, Model{"trade ~ i(exporter, importer)", "001111"},
        Model{"trade ~ x", "000000"}}) {
    SCOPED_TRACE(model.formula);
    for (const char* family : {"ppml", "ols"}) {
      const Ran ran = sogdia("t.csv --family " + std::string(family) + " --formula '" + model.formula +
                             "' --predict rows.csv --predicted p.csv");
      ASSERT_EQ(ran.code, 0) << ran.err;
      std::stringstream lines(text_of(folder / "p.csv"));
      std::string line, empty;
      std::getline(lines, line);
      while (std::getline(lines, line)) empty += line.back() == ',' ? '1' : '0';
      EXPECT_EQ(empty, model.empty);
    }
  }
}

TEST_F(data_as_people_have_it, dyads_may_have_codes_of_two_kinds) {
  std::string text = "a,b,y,x\n";
  for (int i = 1; i <= 5; ++i)
    for (int j = 1; j <= 5; ++j)
      text += "00" + std::to_string(i) + "," + (j < 3 ? "00" + std::to_string(j) : std::to_string(100 + j)) +
              "," + std::to_string(1 + (i * j) % 4) + "," + std::to_string((i * i + j) % 5) + "\n";
  write("t.csv", text);
  const Ran ran = sogdia("t.csv --formula 'y ~ x' --vcov dyadic:a+b");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("(8 countries)"), std::string::npos) << ran.out;
}

}  // namespace
