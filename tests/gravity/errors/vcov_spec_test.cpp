#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "sogdia/gravity/errors/vcov.h"

namespace sogdia::vcov_spec_test {

TEST(VcovSpec, every_form_is_read) {
  EXPECT_EQ(parse_vcov("iid").kind, VcovSpec::Kind::iid);
  EXPECT_EQ(parse_vcov("hetero").kind, VcovSpec::Kind::hetero);
  const VcovSpec clusters = parse_vcov("cluster: exporter^importer + year");
  EXPECT_EQ(clusters.kind, VcovSpec::Kind::cluster);
  ASSERT_EQ(clusters.columns.size(), 2u);
  EXPECT_EQ(clusters.columns[0].columns, (std::vector<std::string>{"exporter", "importer"}));
  EXPECT_EQ(clusters.columns[1].columns, std::vector<std::string>{"year"});
  const VcovSpec dyadic = parse_vcov("dyadic:exporter+importer");
  EXPECT_EQ(dyadic.kind, VcovSpec::Kind::dyadic);
  EXPECT_EQ(dyadic.columns.size(), 2u);
}

TEST(VcovSpec, what_is_not_understood_is_an_error_with_the_forms_that_are) {
  for (const char* text :
       {"", "clustr:a", "cluster", "cluster:", "cluster:a+", "iid:a", "dyadic:a", "dyadic:a+b+c"}) {
    try {
      parse_vcov(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_NE(error.hint.find("cluster:exporter"), std::string::npos) << text;
    }
  }
}

}  // namespace sogdia::vcov_spec_test
