#include "sogdia/gravity/sample/sample.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/io/table_io.h"

namespace sogdia::sample_test {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;
using Levels = std::vector<std::uint32_t>;

Sample sample_of(const Table& table, const std::string& formula, SampleSpec spec = {}) {
  spec.model = parse_formula(formula).front();
  const Frame frame = frame_of(table);
  return build_sample(frame, spec, 2);
}

Error error_of(const Table& table, const std::string& formula, const SampleSpec& spec = {}) {
  try {
    sample_of(table, formula, spec);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

Table csv(const std::string& text) { return read_csv_text(text, "trade.csv"); }

const Table kTrade =
    csv("exporter,importer,year,trade,dist,border\n"
        "FRA,DEU,1990,5,2,1\n"
        "DEU,FRA,1986,4,2,1\n"
        "FRA,USA,1986,3,9,0\n"
        "DEU,FRA,1990,2,2,1\n"
        "USA,FRA,1986,1,9,0\n"
        "FRA,DEU,1986,0,2,1\n");

TEST(Sample, rows_stand_by_the_largest_effect_then_the_next) {
  const Sample sample = sample_of(kTrade, "trade ~ dist | year + exporter^importer + exporter");
  // DEU-FRA, FRA-DEU, FRA-USA, USA-FRA; within each by exporter, then as in the data.
  EXPECT_EQ(sample.row, (Levels{1, 3, 0, 5, 2, 4}));
  EXPECT_EQ(sample.y, (Numbers{4, 2, 5, 0, 3, 1}));
  EXPECT_EQ(sample.x.at(0), (Numbers{2, 2, 2, 2, 9, 9}));
  ASSERT_EQ(sample.effects.size(), 3u);
  EXPECT_EQ(sample.effects[0].level, (Levels{0, 1, 1, 0, 0, 0}));
  EXPECT_EQ(sample.effects[1].level, (Levels{0, 0, 1, 1, 2, 3}));
  EXPECT_EQ(sample.effects[1].levels, 4u);
  EXPECT_EQ(sample.effects[1].name, "exporter^importer");
  EXPECT_EQ(sample.effects[2].level, (Levels{0, 0, 1, 1, 1, 2}));
}

TEST(Sample, without_effects_rows_stay_and_the_constant_comes_first) {
  const Sample sample = sample_of(kTrade, "trade ~ log(dist)");
  EXPECT_EQ(sample.row, (Levels{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(sample.terms, (Texts{"(Intercept)", "log(dist)"}));
  EXPECT_EQ(sample.x[0], Numbers(6, 1.0));
  EXPECT_EQ(sample.x[1][2], std::log(9.0));
}

TEST(Sample, dummies_are_named_by_column_and_level) {
  EXPECT_EQ(sample_of(kTrade, "trade ~ i(year, border, ref = 1986)").terms,
            (Texts{"(Intercept)", "year::1990:border"}));
  EXPECT_EQ(sample_of(kTrade, "trade ~ factor(exporter)").terms,
            (Texts{"(Intercept)", "exporter::FRA", "exporter::USA"}));
  EXPECT_EQ(sample_of(kTrade, "trade ~ 0 + i(exporter, i.year, ref = USA)").terms,
            (Texts{"exporter::DEU:year::1986", "exporter::DEU:year::1990", "exporter::FRA:year::1986",
                   "exporter::FRA:year::1990"}));
  EXPECT_EQ(sample_of(kTrade, "trade ~ 0 + i(year, importer, ref = 1986)").terms,
            (Texts{"year::1990:importer::DEU", "year::1990:importer::FRA"}));
  const Sample sample = sample_of(kTrade, "trade ~ 0 + dist:factor(year)");
  EXPECT_EQ(sample.terms, (Texts{"year::1986:dist", "year::1990:dist"}));
  EXPECT_EQ(sample.x[1], (Numbers{2, 0, 0, 2, 0, 0}));
}

TEST(Sample, text_columns_compare_with_each_other_and_with_a_text) {
  const Sample sample = sample_of(
      kTrade, "trade ~ 0 + I(exporter == \"FRA\") + I(exporter != importer) + I(year > 1986 & !border)");
  EXPECT_EQ(sample.x[0], (Numbers{1, 0, 1, 0, 0, 1}));
  EXPECT_EQ(sample.x[1], Numbers(6, 1.0));
  EXPECT_EQ(sample.x[2], Numbers(6, 0.0));
}

TEST(Sample, rows_with_a_missing_value_anywhere_are_left_out_and_listed) {
  const Table table =
      csv("y,x,f,w,o,c\n"
          "1,1,a,1,0,u\n"
          ",1,a,1,0,u\n"
          "1,,a,1,0,u\n"
          "1,1,,1,0,u\n"
          "1,1,a,,0,u\n"
          "1,1,a,1,,u\n"
          "1,1,a,1,0,\n"
          "1,1,a,0,0,u\n"
          "1,0,a,1,0,u\n"
          "2,3,b,2,5,v\n");
  SampleSpec spec;
  spec.weights = "w";
  spec.offset = "o";
  spec.clusters = {parse_factor("c")};
  const Sample sample = sample_of(table, "y ~ log(x) | f", spec);
  EXPECT_EQ(sample.missing, (Levels{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(sample.row, (Levels{0, 9}));
  EXPECT_EQ(sample.weight, (Numbers{1, 2}));
  EXPECT_EQ(sample.offset, (Numbers{0, 5}));
  EXPECT_EQ(sample.clusters.at(0).group, (Levels{0, 1}));
}

TEST(Sample, bad_input_names_the_column_the_row_or_the_term) {
  EXPECT_EQ(error_of(kTrade, "trade ~ dits").hint, "did you mean `dist`?");
  EXPECT_EQ(error_of(kTrade, "trade ~ dist | exportr").message, "column `exportr` is missing");
  const Error text = error_of(kTrade, "trade ~ exporter");
  EXPECT_EQ(text.message, "`FRA` in column `exporter` is not a number");
  EXPECT_EQ(text.where, "trade.csv, row 2");
  EXPECT_EQ(error_of(kTrade, "trade ~ i(year, ref = 1991)").message,
            "the reference `1991` is no value of column `year`");
  const Error negative = error_of(kTrade, "I(trade - 3) ~ dist");
  EXPECT_EQ(negative.message, "the outcome `I(trade - 3)` is negative: -1");
  EXPECT_EQ(negative.where, "trade.csv, row 5");
  SampleSpec ols;
  ols.family = Family::ols;
  EXPECT_EQ(sample_of(kTrade, "I(trade - 3) ~ dist", ols).size(), 6u);
  SampleSpec weighted;
  weighted.weights = "w";
  EXPECT_EQ(error_of(csv("y,w\n1,1\n1,-2\n"), "y ~ 1", weighted).where, "trade.csv, row 3");
  const Error nothing = error_of(csv("y,x,z\n1,,1\n2,,\n"), "y ~ x + z");
  EXPECT_EQ(nothing.message, "no observation is left: `x` is missing, or not finite, in 2 of 2 rows");
}

TEST(Sample, a_float_of_whole_numbers_is_the_same_key_as_the_integer) {
  Table table;
  table.add("y", Numbers{1, 2, 3, 4});
  table.add("i", std::vector<std::int64_t>{3, -1, 3, 7});
  table.add("f", Numbers{3, -1, 3, 7});
  table.add("g", Numbers{0.5, -0.0, 0.5, 1e300});
  table.add("h", Numbers{0.5, 0.0, 0.5, 1e301});
  for (const char* key : {"i", "f", "g", "h"}) {
    const Sample sample = sample_of(table, std::string("y ~ 1 | ") + key);
    EXPECT_EQ(sample.effects[0].level, (Levels{0, 1, 1, 2})) << key;
    EXPECT_EQ(sample.row, (Levels{1, 0, 2, 3})) << key;
  }
  EXPECT_EQ(sample_of(table, "y ~ 0 + i(f)").terms, (Texts{"f::-1", "f::3", "f::7"}));
}

TEST(Sample, the_sides_of_a_dyad_share_their_numbers) {
  Table table = kTrade;
  table.add("from", std::vector<std::int64_t>{1, 2, 1, 2, 9, 1});
  table.add("to", Numbers{2, 1, 9, 1, 1, 2});
  for (const char* pair : {"exporter importer", "from to", "from from"}) {
    const std::string names = pair;
    SampleSpec spec;
    spec.dyadic = true;
    spec.clusters = {parse_factor(names.substr(0, names.find(' '))),
                     parse_factor(names.substr(names.find(' ') + 1))};
    Sample sample = sample_of(table, "trade ~ dist", spec);
    if (names == "exporter importer") {
      EXPECT_EQ(sample.clusters[0].group, (Levels{1, 0, 1, 0, 2, 1}));
      EXPECT_EQ(sample.clusters[1].group, (Levels{0, 1, 2, 1, 1, 0}));
    } else {
      EXPECT_EQ(sample.clusters[0].group, (Levels{0, 1, 0, 1, 2, 0}));
      EXPECT_EQ(sample.clusters[1].group,
                names == "from to" ? (Levels{1, 0, 2, 0, 0, 1}) : sample.clusters[0].group);
    }
    EXPECT_EQ(sample.clusters[1].groups, 3u);
    shrink(sample, {0, 0, 1, 0, 0, 0});
    if (names == "from from") continue;
    EXPECT_EQ(sample.clusters[0].groups, 2u);
    EXPECT_NE(sample.clusters[0].group, sample.clusters[1].group);
  }
  SampleSpec mixed;
  mixed.dyadic = true;
  mixed.clusters = {parse_factor("exporter"), parse_factor("year")};
  EXPECT_EQ(error_of(table, "trade ~ dist", mixed).message,
            "of the two sides of a dyad, `exporter` holds text and `year` holds numbers");
}

// Columns of a random table, with missing cells, and what the header says of levels and order, in the
// plainest words: maps of texts and one stable sort.
struct Naive {
  std::vector<std::uint32_t> row;
  std::vector<std::vector<std::uint32_t>> level;
};

Naive naive_sample(const std::vector<std::vector<std::vector<int>>>& tuples,
                   const std::vector<bool>& complete) {
  Naive out;
  for (std::uint32_t row = 0; row < complete.size(); ++row) {
    if (complete[row]) out.row.push_back(row);
  }
  std::vector<std::map<std::vector<int>, std::uint32_t>> ranks(tuples.size());
  for (std::size_t e = 0; e < tuples.size(); ++e) {
    for (const auto row : out.row) ranks[e][tuples[e][row]] = 0;
    std::uint32_t next = 0;
    for (auto& [key, rank] : ranks[e]) rank = next++;
  }
  std::vector<std::size_t> leading(tuples.size());
  for (std::size_t e = 0; e < leading.size(); ++e) leading[e] = e;
  std::stable_sort(leading.begin(), leading.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a].size() > ranks[b].size(); });
  const std::size_t first = leading[0], second = leading[1];
  std::stable_sort(out.row.begin(), out.row.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::make_pair(tuples[first][a], tuples[second][a]) <
           std::make_pair(tuples[first][b], tuples[second][b]);
  });
  for (std::size_t e = 0; e < tuples.size(); ++e) {
    out.level.emplace_back();
    for (const auto row : out.row) out.level[e].push_back(ranks[e][tuples[e][row]]);
  }
  return out;
}

TEST(Sample, levels_and_order_are_those_of_a_plain_sort) {
  EXPECT_TRUE(rc::check([] {
    std::mt19937 engine(*rc::gen::arbitrary<std::uint32_t>());
    const auto below = [&](int bound) { return static_cast<int>(engine() % static_cast<unsigned>(bound)); };
    const auto rows = static_cast<std::size_t>(1 + below(400));
    const int wide = std::vector<int>{1, 1000, 2'000'000}[static_cast<std::size_t>(below(3))];
    std::vector<std::vector<int>> keys(3);
    for (auto& key : keys) {
      const int bound = 1 + below(12);
      for (std::size_t row = 0; row < rows; ++row) key.push_back(below(bound));
      key[0] = 2;  // so that one row is complete
    }
    Table table;
    table.add("y", Numbers(rows, 1.0));
    std::vector<std::string> texts;
    for (const int k : keys[0]) texts.push_back(k == 0 ? "" : std::string(1, static_cast<char>('a' + k)));
    table.add("a", texts);
    std::vector<std::int64_t> integers;
    for (const int k : keys[1]) integers.push_back(std::int64_t{k} * wide - 5);
    table.add("b", integers);
    Numbers reals;
    for (const int k : keys[2]) reals.push_back(k == 1 ? std::nan("") : k * (wide == 1 ? 1 : 0.37));
    table.add("c", reals);
    std::vector<bool> complete(rows);
    std::size_t left = 0;
    for (std::size_t row = 0; row < rows; ++row)
      left += complete[row] = keys[0][row] != 0 && keys[2][row] != 1;
    std::vector<std::vector<std::vector<int>>> tuples(4);
    for (std::size_t row = 0; row < rows; ++row) {
      const int a = keys[0][row], b = keys[1][row], c = keys[2][row];
      tuples[0].push_back({a, b});
      tuples[1].push_back({c});
      tuples[2].push_back({b, c, a});
      tuples[3].push_back({b});
    }
    SampleSpec spec;
    spec.model = parse_formula("y ~ 1 | a^b + c + b^c^a + b").front();
    spec.clusters = {parse_factor("a^b"), parse_factor("c^b")};
    const Frame frame = frame_of(table);
    const Sample sample = build_sample(frame, spec, 1 + below(4));
    const Naive naive = naive_sample(tuples, complete);
    RC_ASSERT(sample.row == naive.row);
    RC_ASSERT(sample.missing.size() == rows - left);
    for (std::size_t e = 0; e < 4; ++e) RC_ASSERT(sample.effects[e].level == naive.level[e]);
    RC_ASSERT(sample.clusters[0].group == naive.level[0]);
    std::set<std::pair<int, int>> pairs;
    for (const auto row : naive.row) pairs.insert({keys[2][row], keys[1][row]});
    RC_ASSERT(sample.clusters[1].groups == pairs.size());
  }));
}

// Above the size of direct tables: keys by hashing, products by sorting. Blocks are many, threads too.
Table large_table() {
  const std::size_t rows = 150'000;
  Table table;
  std::vector<std::int64_t> firm, product;
  Numbers y, price;
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  for (std::size_t row = 0; row < rows; ++row) {
    firm.push_back(static_cast<std::int64_t>(random(30'000)) * 1'000'003 - 7'000'000'000);
    product.push_back(static_cast<std::int64_t>(random(9'000)));
    y.push_back(static_cast<double>(random(10)));
    price.push_back(static_cast<double>(random(1000)) / 7);
  }
  table.add("firm", firm);
  table.add("product", product);
  table.add("y", y);
  table.add("price", price);
  return table;
}

TEST(Sample, the_number_of_threads_changes_no_bit) {
  const Table table = large_table();
  const Frame frame = frame_of(table);
  SampleSpec spec;
  spec.model = parse_formula("y ~ log(price) | firm^product + firm + price").front();
  spec.clusters = {parse_factor("product^firm")};
  const Sample one = build_sample(frame, spec, 1);
  for (const int threads : {2, 3, 8}) {
    const Sample many = build_sample(frame, spec, threads);
    EXPECT_EQ(one.row, many.row);
    EXPECT_EQ(one.missing, many.missing);
    EXPECT_EQ(one.x, many.x);
    for (std::size_t e = 0; e < 3; ++e) EXPECT_EQ(one.effects[e].level, many.effects[e].level);
    EXPECT_EQ(one.clusters[0].group, many.clusters[0].group);
  }
}

TEST(Sample, a_product_too_large_for_a_table_has_the_levels_of_a_set) {
  const Table table = large_table();
  const Sample sample = sample_of(table, "y ~ 1 | firm^product");
  const auto& firm = std::get<std::vector<std::int64_t>>(table.columns[0].data);
  const auto& product = std::get<std::vector<std::int64_t>>(table.columns[1].data);
  std::map<std::pair<std::int64_t, std::int64_t>, std::uint32_t> rank;
  for (std::size_t row = 0; row < firm.size(); ++row) rank[{firm[row], product[row]}] = 0;
  std::uint32_t next = 0;
  for (auto& [key, number] : rank) number = next++;
  ASSERT_EQ(sample.effects[0].levels, rank.size());
  for (std::size_t i = 0; i < sample.size(); ++i)
    ASSERT_EQ(sample.effects[0].level[i], (rank[{firm[sample.row[i]], product[sample.row[i]]}]));
}

TEST(Sample, shrinking_is_building_on_fewer_rows) {
  EXPECT_TRUE(rc::check([](const std::vector<bool>& marks) {
    RC_PRE(!marks.empty());
    Table table, less;
    std::vector<std::int64_t> f, g, f2, g2;
    Numbers y, y2;
    std::vector<std::uint8_t> keep;
    for (std::size_t row = 0; row < marks.size(); ++row) {
      f.push_back(static_cast<std::int64_t>(row / 3));
      g.push_back(static_cast<std::int64_t>(row * 7 % 5));
      y.push_back(static_cast<double>(row));
      keep.push_back(marks[row] ? 1 : 0);
      if (!marks[row]) continue;
      f2.push_back(f.back());
      g2.push_back(g.back());
      y2.push_back(y.back());
    }
    RC_PRE(!y2.empty());
    table.add("f", f).add("g", g).add("y", y);
    less.add("f", f2).add("g", g2).add("y", y2);
    SampleSpec spec;
    spec.clusters = {parse_factor("g")};
    Sample sample = sample_of(table, "y ~ y + 0 | f[y]", spec);
    shrink(sample, keep);
    const Sample expected = sample_of(less, "y ~ y + 0 | f[y]", spec);
    RC_ASSERT(sample.y == expected.y);
    RC_ASSERT(sample.x == expected.x);
    RC_ASSERT(sample.effects[0].level == expected.effects[0].level);
    RC_ASSERT(sample.effects[0].levels == expected.effects[0].levels);
    RC_ASSERT(sample.effects[0].slopes == expected.effects[0].slopes);
    RC_ASSERT(sample.clusters[0].group == expected.clusters[0].group);
    RC_ASSERT(sample.clusters[0].groups == expected.clusters[0].groups);
  }));
}

TEST(Sample, terms_evaluated_by_name_are_the_columns_of_the_sample) {
  const Frame frame = frame_of(kTrade);
  SampleSpec spec;
  spec.model = parse_formula(
                   "trade ~ log(dist) + i(year, border, ref = 1986) + i(exporter, importer) + "
                   "factor(year):dist + dist^2")
                   .front();
  const Sample sample = build_sample(frame, spec, 1);
  EXPECT_EQ(evaluate_terms(frame, spec.model, sample.terms, sample.row), sample.x);
}

TEST(Sample, terms_can_be_evaluated_on_other_data) {
  const Model model = parse_formula("trade ~ i(year, border, ref = 1986) + dist").front();
  const Table other = csv("year,border,dist\n1990,2,3\n1986,5,4\n1994,1,\n,1,1\n");
  const auto columns = evaluate_terms(frame_of(other), model, {"dist", "year::1990:border"}, {0, 1, 2, 3});
  EXPECT_EQ(columns[0][1], 4);
  EXPECT_TRUE(std::isnan(columns[0][2]));
  EXPECT_EQ(columns[1][0], 2);
  EXPECT_EQ(columns[1][1], 0);
  EXPECT_EQ(columns[1][2], 0);
  EXPECT_TRUE(std::isnan(columns[1][3]));
  EXPECT_THROW(evaluate_terms(frame_of(other), model, {"dsit"}, {0}), Error);
}

}  // namespace sogdia::sample_test
