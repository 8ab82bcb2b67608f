#pragma once
// The panel of tests/oracles/vcov_pyfixest.json as samples.
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "gravity/dense.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia::pyfixest_panel {

using Json = nlohmann::json;

inline std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// ey of the oracle's panel is exporter^year, and so on: the test knows the columns as a formula would.
inline std::vector<std::string> columns_of(const std::string& key) {
  if (key == "ey") return {"exporter", "year"};
  if (key == "iy") return {"importer", "year"};
  if (key == "pair") return {"exporter", "importer"};
  return {key};
}

inline Sample sample_of(const Json& data, const std::string& effects, const std::string& weights,
                        const std::string& vcov) {
  const auto keys = [&](const std::string& name) { return data.at(name).get<std::vector<std::int64_t>>(); };
  Sample sample;
  sample.y = data.at("y").get<std::vector<double>>();
  if (!weights.empty()) sample.weight = data.at(weights).get<std::vector<double>>();
  if (effects.empty()) {
    sample.terms = {"(Intercept)"};
    sample.x = {std::vector<double>(sample.y.size(), 1.0)};
  }
  for (const char* x : {"x1", "x2"}) {
    sample.terms.push_back(x);
    sample.x.push_back(data.at(x).get<std::vector<double>>());
  }
  for (const std::string& e : split(effects, '+'))
    sample.effects.push_back(dense::effect_of(e, columns_of(e), keys(e)));
  const std::vector<std::string> halves = split(vcov, ':');
  if (halves.size() > 1)
    for (const std::string& c : split(halves[1], '+'))
      sample.clusters.push_back(dense::groups_of(c, keys(c)));
  return sample;
}

}  // namespace sogdia::pyfixest_panel
