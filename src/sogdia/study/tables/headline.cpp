#include <fmt/ranges.h>

#include <algorithm>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/solve_scenario.h"

namespace sogdia {
namespace {

// "1 pair of countries loses", "12 pairs of countries lose"
std::string pairs_that(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} pair{} of countries {}", count, count == 1 ? "" : "s", count == 1 ? one : many);
}

// "oil and gas of QAT, KWT have no way left for exports of 110 billion USD, and so much less is
// produced"
std::string stranded_words(const Outcome& outcome) {
  constexpr double kTold = 1e8;  // USD
  if (!outcome.side) return "";
  const auto& stranded = outcome.side->stranded_usd;
  std::vector<std::pair<double, std::string>> countries;
  for (std::size_t i = 0; i < stranded.size(); ++i)
    if (stranded[i] >= kTold) countries.emplace_back(stranded[i], outcome.economy().countries[i]);
  if (countries.empty()) return "";
  std::sort(countries.rbegin(), countries.rend());
  double usd = 0;
  std::vector<std::string> names;
  for (const auto& [value, code] : countries) {
    usd += value;
    names.push_back(code);
  }
  return fmt::format(
      "oil and gas of {} have no way left for exports of {:.3g} billion USD, and so much less is "
      "produced",
      fmt::join(names, ", "), usd / 1e9);
}

// "East-West pipeline would have to take 410 million tonnes a year, and can take 349; crude oil or gas that
// it cannot take is not produced"
std::vector<std::string> overfull_words(const Outcome& outcome) {
  std::vector<std::string> list;
  if (!outcome.side) return list;
  const auto& records = outcome.world().records;
  const auto name_of = [](const auto& all, const std::string& id) {
    for (const auto& record : all)
      if (record.id == id) return record.name;
    return id;
  };
  for (const CapacityUse& neck : outcome.side->capacity_uses) {
    if (!neck.overfull()) continue;
    if (neck.pipeline)
      list.push_back(fmt::format(
          "the pipeline {} would have to take {:.3g} million tonnes a year and can take {:.3g}; what it "
          "cannot take, and has no other way, is not produced",
          name_of(records.pipelines, neck.id), neck.after / 1e6, neck.capacity / 1e6));
    else
      list.push_back(fmt::format(
          "the passage {} would have to take {:.2f} times the tonnes that it takes on the base, and can "
          "take {:.2f} times; ships that wait there are not computed",
          name_of(records.passages, neck.id), neck.after / neck.before, neck.capacity / neck.before));
  }
  return list;
}

}  // namespace

std::vector<std::pair<std::string, double>> headline(const Outcome& outcome) {
  std::vector<std::pair<std::string, double>> numbers;
  const Table world = world_table(outcome);
  const auto& measure = world.text("measure");
  const auto before = world.numbers("before"), after = world.numbers("after"),
             change = world.numbers("change");
  for (std::size_t row = 0; row < world.rows(); ++row) {
    if (measure[row].rfind("real_income", 0) != 0) {
      numbers.emplace_back(measure[row] + "_before", before[row]);
      numbers.emplace_back(measure[row] + "_after", after[row]);
    }
    numbers.emplace_back(measure[row] + "_change", change[row]);
  }
  const OneSectorSolution& mid = outcome.solution[1];
  // A change below a hundredth of a per cent is called none.
  constexpr double kNoChange = 1e-4;
  double gain = 0, lose = 0;
  for (const double hat : mid.welfare_hat) {
    gain += hat - 1 > kNoChange;
    lose += hat - 1 < -kNoChange;
  }
  numbers.emplace_back("countries", static_cast<double>(mid.welfare_hat.size()));
  numbers.emplace_back("countries_that_gain", gain);
  numbers.emplace_back("countries_that_lose", lose);
  return numbers;
}

std::vector<std::string> warnings(const Outcome& outcome, const std::vector<std::string>& corridor_warnings) {
  std::vector<std::string> list;
  const auto& cut = outcome.freight.cut_off;
  std::vector<double> lost;
  for (const auto& [from, to] : cut)
    lost.push_back(outcome.economy().trade(*outcome.economy().countries.find(from),
                                           *outcome.economy().countries.find(to)));
  if (!cut.empty())
    list.push_back(
        fmt::format("{} their last way, with trade of {:.3g} billion USD; table "
                    "`unreachable` lists them",
                    pairs_that(cut.size(), "loses", "lose"), ordered_sum(lost) / 1e9));
  if (const auto& fresh = outcome.freight.newly_reached; !fresh.empty())
    list.push_back(fmt::format("{} a first way; their trade costs are left unchanged",
                               pairs_that(fresh.size(), "gains", "gain")));
  if (const std::string idle = stranded_words(outcome); !idle.empty()) list.push_back(idle);
  for (std::string& words : overfull_words(outcome)) list.push_back(std::move(words));
  std::size_t without = 0;
  for (const auto& pair : unreachable_pairs(outcome.before()))
    without += outcome.economy().trade(*outcome.economy().countries.find(pair.first),
                                       *outcome.economy().countries.find(pair.second)) > 0;
  if (without > 0)
    list.push_back(
        fmt::format("{} but {} no way in the network; freight costs between them are left unchanged",
                    pairs_that(without, "trades", "trade"), without == 1 ? "has" : "have"));
  if (outcome.economy().left_out_usd > 0)
    list.push_back(
        fmt::format("trade of {:.3g} billion USD is left out: its countries have no row in economy.csv",
                    outcome.economy().left_out_usd / 1e9));
  list.insert(list.end(), corridor_warnings.begin(), corridor_warnings.end());
  constexpr const char* kNames[] = {"low", "mid", "high"};
  for (std::size_t k = 0; k < 3; ++k) {
    if (!outcome.solution[k].converged)
      list.push_back(fmt::format("the equilibrium at the {} elasticity did not converge: {}", kNames[k],
                                 outcome.solution[k].reason));
  }
  return list;
}

}  // namespace sogdia
