#include "sogdia/gravity/bias/bias_networks.h"

#include <algorithm>
#include <utility>

namespace sogdia {

PairedRows pair_rows(const Groups& pair, const Groups& period) {
  const std::size_t n = pair.group.size();
  PairedRows paired;
  paired.start.assign(std::size_t{pair.groups} + 1, 0);
  for (const std::uint32_t p : pair.group) ++paired.start[std::size_t{p} + 1];
  for (std::size_t p = 0; p < pair.groups; ++p) paired.start[p + 1] += paired.start[p];
  paired.row.resize(n);
  std::vector<std::size_t> next = paired.start;
  for (std::size_t i = 0; i < n; ++i) paired.row[next[pair.group[i]]++] = std::uint32_t(i);
  for (std::size_t p = 0; p < pair.groups; ++p)
    std::stable_sort(paired.row.begin() + std::ptrdiff_t(paired.start[p]),
                     paired.row.begin() + std::ptrdiff_t(paired.start[p + 1]),
                     [&](std::uint32_t a, std::uint32_t b) { return period.group[a] < period.group[b]; });
  return paired;
}

Renumbered::Renumbered(std::vector<std::uint32_t> all) : known_(std::move(all)) {
  std::sort(known_.begin(), known_.end());
  known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
}

std::uint32_t Renumbered::operator()(std::uint32_t number) const {
  return std::uint32_t(std::lower_bound(known_.begin(), known_.end(), number) - known_.begin());
}

PairBlock BiasNetwork::block(std::size_t p) const {
  const Sample& sample = data->sample;
  PairBlock block;
  block.lambda.setZero(periods);
  block.score.setZero(periods);
  block.x.setZero(periods, Eigen::Index(sample.x.size()));
  const std::size_t begin = data->paired.start[pair[p]], end = data->paired.start[pair[p] + 1];
  for (std::size_t o = begin; o < end; ++o) {
    const std::uint32_t i = data->paired.row[o];
    const Eigen::Index t = period[first[p] + (o - begin)];
    block.lambda[t] = data->lambda(i);
    block.score[t] = data->score(i);
    for (std::size_t k = 0; k < sample.x.size(); ++k) block.x(t, Eigen::Index(k)) = sample.x[k][i];
  }
  return block;
}

std::vector<BiasNetwork> networks_of(const BiasData& data) {
  std::vector<BiasNetwork> networks(data.sides.network.groups);
  for (std::size_t p = 0; p < data.paired.pairs(); ++p)
    networks[data.sides.network.group[data.first_row(p)]].pair.push_back(p);
  for (BiasNetwork& network : networks) {
    network.data = &data;
    std::vector<std::uint32_t> exporter, importer;
    for (const std::size_t p : network.pair) {
      exporter.push_back(data.sides.exporter.group[data.first_row(p)]);
      importer.push_back(data.sides.importer.group[data.first_row(p)]);
      network.first.push_back(network.period.size());
      for (std::size_t o = data.paired.start[p]; o < data.paired.start[p + 1]; ++o)
        network.period.push_back(data.sides.period.group[data.paired.row[o]]);
    }
    const Renumbered exporters(exporter), importers(importer), periods(network.period);
    for (const std::uint32_t e : exporter) network.exporter.push_back(exporters(e));
    for (const std::uint32_t i : importer) network.importer.push_back(importers(i));
    for (std::uint32_t& t : network.period) t = periods(t);
    network.exporters = exporters.count();
    network.importers = importers.count();
    network.periods = Eigen::Index(periods.count());
  }
  return networks;
}

}  // namespace sogdia
