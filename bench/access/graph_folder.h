#pragma once
// A graph in a folder, as raw little-endian arrays in RoutingKit's layout:
//
//   first_out  uint32, nodes + 1      the arcs of v are first_out[v] .. first_out[v + 1]
//   head       uint32, arcs
//   weight     uint32, arcs           a way's weight stays below kUnreachable
//   lat, lon   float32, nodes
//   sources, targets  uint32          rows and columns of the matrix
//
// A matrix is a file of uint32, row by row; kUnreachable where there is no way.
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace bench {

inline constexpr std::uint32_t kUnreachable = 2147483647;

template <class T>
std::vector<T> read_array(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(1);
  }
  std::vector<T> values(static_cast<std::size_t>(file.tellg()) / sizeof(T));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

template <class T>
void write_array(const std::string& path, const std::vector<T>& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(T)));
  if (!file.flush()) {
    std::fprintf(stderr, "cannot write %s\n", path.c_str());
    std::exit(1);
  }
}

struct GraphFolder {
  std::vector<std::uint32_t> first_out, head, weight, sources, targets;
  std::vector<float> lat, lon;

  std::uint32_t nodes() const { return static_cast<std::uint32_t>(first_out.size() - 1); }
};

inline GraphFolder read_graph(const std::string& folder) {
  const auto numbers = [&](const char* name) { return read_array<std::uint32_t>(folder + "/" + name); };
  return {numbers("first_out"),
          numbers("head"),
          numbers("weight"),
          numbers("sources"),
          numbers("targets"),
          read_array<float>(folder + "/lat"),
          read_array<float>(folder + "/lon")};
}

// Seconds of the quickest of `repeats` runs.
template <class Work>
double quickest(int repeats, const Work& work) {
  double least = 1e300;
  for (int k = 0; k < repeats; ++k) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (took.count() < least) least = took.count();
  }
  return least;
}

// Peak resident memory of this process, MB.
inline double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

inline std::uint64_t checksum(const std::vector<std::uint32_t>& matrix) {
  std::uint64_t sum = 0;
  for (const std::uint32_t value : matrix) sum = sum * 1000003 + value;
  return sum;
}

// What every program here prints, on one line.
inline void print_times(double order_s, double customize_s, double matrix_s, std::size_t rows,
                        const std::vector<std::uint32_t>& matrix) {
  std::printf(
      "{\"order_s\": %.6f, \"customize_s\": %.6f, \"matrix_s\": %.6f, \"rows\": %zu, \"peak_mb\": %.1f, "
      "\"checksum\": \"%016llx\"}\n",
      order_s, customize_s, matrix_s, rows, peak_mb(), static_cast<unsigned long long>(checksum(matrix)));
}

}  // namespace bench
