#include "sogdia/study/pipeline/saved_topology.h"

#include <cstring>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {

// Changes with whatever changes the orders that are found.
constexpr char kMagic[9] = "SGDORD01";

std::uint64_t checksum(const char* data, std::size_t bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (std::size_t k = 0; k < bytes; ++k)
    hash = (hash ^ static_cast<unsigned char>(data[k])) * 0x100000001b3u;
  return hash;
}

template <class T>
void put(std::string& text, const T& value) {
  text.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Takes values off a text from the front.
class TopologyReader {
 public:
  explicit TopologyReader(const std::string& text) : text_(text) {}
  template <class T>
  T take() {
    T value;
    copy(&value, sizeof value);
    return value;
  }
  std::vector<std::uint32_t> order() {
    const auto count = take<std::uint64_t>();
    if (count > (text_.size() - at_) / sizeof(std::uint32_t)) throw Error("the file is cut", "", "");
    std::vector<std::uint32_t> values(count);
    copy(values.data(), count * sizeof(std::uint32_t));
    return values;
  }
  std::size_t at() const { return at_; }

 private:
  void copy(void* to, std::size_t bytes) {
    if (bytes > text_.size() - at_) throw Error("the file is cut", "", "");
    if (bytes > 0) std::memcpy(to, text_.data() + at_, bytes);
    at_ += bytes;
  }
  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string saved_orders_path(const std::string& world_folder) {
  const std::filesystem::path folder = std::filesystem::path(world_folder).lexically_normal();
  const auto name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
  const auto parent = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
  return (parent / ("." + name.string() + ".access")).string();
}

std::string orders_text(const AccessOrders& orders, std::uint64_t shape) {
  std::string text(kMagic, 8);
  put(text, shape);
  const auto order = [&](const std::vector<std::uint32_t>& values) {
    put(text, std::uint64_t{values.size()});
    text.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::uint32_t));
  };
  order(orders.land);
  for (const auto& main : orders.main) order(main);
  put(text, checksum(text.data(), text.size()));
  return text;
}

AccessOrders read_orders(const std::string& text, std::uint64_t shape) {
  if (text.compare(0, 8, kMagic, 8) != 0) throw Error("the file is of another version", "", "");
  TopologyReader reader(text);
  reader.take<std::uint64_t>();
  if (reader.take<std::uint64_t>() != shape) throw Error("the file is of another network", "", "");
  AccessOrders orders;
  orders.land = reader.order();
  for (auto& main : orders.main) main = reader.order();
  const std::uint64_t sum = checksum(text.data(), reader.at());
  if (reader.take<std::uint64_t>() != sum || reader.at() != text.size())
    throw Error("the file is damaged", "", "");
  return orders;
}

AccessTopology topology_of(const std::string& world_folder, const Network& network, int threads) {
  if (network.link_count() < kWorthSaving) return make_access_topology(network, threads);
  const std::string path = saved_orders_path(world_folder);
  const std::uint64_t shape = shape_hash(network);
  try {
    const AccessOrders orders = read_orders(read_file(path), shape);
    return make_access_topology(network, threads, &orders);
  } catch (const Error&) {
    // Then they are found anew.
  }
  AccessTopology topology = make_access_topology(network, threads);
  try {
    write_file(path, orders_text(orders_of(topology), shape));
  } catch (const Error&) {
    // A folder that may not be written to is no reason to stop.
  }
  return topology;
}

}  // namespace sogdia
