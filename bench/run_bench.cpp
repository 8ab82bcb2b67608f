#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <random>
#include <string>

#include "sogdia/report/brief.h"
#include "sogdia/study/run.h"

// Scenarios on the embedded pack with the baseline at hand.
//   baseline       make_baseline: network, ways, country costs, economy
//   run/policy     run() of a tariff: no way is searched
//   run/passage    run() of a closed Suez Canal: the sea is searched again
//   run/railway    run() of a faster railway
//   run/links      run() of links drawn by lot, closed and twice as fast in turn: a thousand of these are a
//   sweep tables, brief  what is made of an outcome
// CPU is that of all threads together; peak_MB is the whole process's so far.
namespace sogdia {
namespace {

constexpr const char* kPolicy =
    "title = 'T'\n[[change]]\nkind = 'tariff'\nexporters = 'CHN'\nimporters = 'USA'\nrate_after = 0.25\n";
constexpr const char* kPassage = "title = 'T'\n[[change]]\nkind = 'close'\ntarget = 'suez'\n";
constexpr const char* kRailway =
    "title = 'T'\n[[change]]\nkind = 'upgrade'\ntarget = 'corridor:new_eurasian_land_bridge'\nhours_scale = "
    "0.8\n";

Study study_of(const char* text) {
  Study study = load_study_text(text, "bench.toml");
  study.pairs = {{"CHN", "RUS"}};
  return study;
}

std::shared_ptr<const World> world() {
  static const auto loaded = [] {
    const char* pack = std::getenv("SOGDIA_WORLD");
    return std::make_shared<const World>(load_world(pack ? pack : SOGDIA_SOURCE_DIR "/data/world"));
  }();
  return loaded;
}

const std::shared_ptr<const Baseline>& baseline() {
  static const auto made = make_baseline(world(), Study());
  return made;
}

void peak(benchmark::State& state) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  state.counters["peak_MB"] = static_cast<double>(used.ru_maxrss) / 1024;
}

void make(benchmark::State& state) {
  world();
  for (auto _ : state) benchmark::DoNotOptimize(make_baseline(world(), Study()));
  peak(state);
}
BENCHMARK(make)->Name("baseline")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void scenario(benchmark::State& state, const char* text) {
  const Study study = study_of(text);
  baseline();
  for (auto _ : state) benchmark::DoNotOptimize(run(baseline(), study));
  peak(state);
}
BENCHMARK_CAPTURE(scenario, policy, kPolicy)
    ->Name("run/policy")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(scenario, passage, kPassage)
    ->Name("run/passage")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(scenario, railway, kRailway)
    ->Name("run/railway")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void links_in_turn(benchmark::State& state) {
  const Network& network = baseline()->network;
  std::mt19937 engine(5);
  std::uniform_int_distribution<std::size_t> any(0, network.link_count() - 1);
  std::size_t k = 0;
  for (auto _ : state) {
    std::size_t link = any(engine);
    const auto of_a_sweep = [&] {
      const Mode mode = network.mode[link];
      return baseline()->costs.open(link) && (mode == Mode::road || mode == Mode::rail || mode == Mode::sea);
    };
    while (!of_a_sweep()) link = any(engine);
    const Study study = study_of(("title = 'T'\n[[change]]\nkind = '" +
                                  std::string(k++ % 2 == 0 ? "close'" : "upgrade'\nhours_scale = 0.5") +
                                  "\ntarget = '" + network.links[link] + "'\n")
                                     .c_str());
    benchmark::DoNotOptimize(run(baseline(), study));
  }
  peak(state);
}
BENCHMARK(links_in_turn)
    ->Name("run/links")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(60)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void make_tables(benchmark::State& state) {
  const Outcome outcome = run(baseline(), study_of(kPassage));
  for (auto _ : state) benchmark::DoNotOptimize(tables(outcome));
  peak(state);
}
BENCHMARK(make_tables)->Name("tables")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void make_brief(benchmark::State& state) {
  const Result result = tables(run(baseline(), study_of(kPassage)));
  for (auto _ : state) benchmark::DoNotOptimize(write_brief(result));
  peak(state);
}
BENCHMARK(make_brief)->Name("brief")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace sogdia
