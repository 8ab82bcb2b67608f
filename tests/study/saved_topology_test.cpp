#include "sogdia/study/pipeline/saved_topology.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "sogdia/study/world/world.h"

namespace sogdia::saved_topology_test {

const Network& toy() {
  static const Network network = make_network(load_world(SOGDIA_SOURCE_DIR "/tests/data/toy-world")).network;
  return network;
}

TEST(SavedTopology, orders_come_back_as_they_were_written) {
  const AccessTopology made = make_access_topology(toy());
  const AccessOrders orders = orders_of(made);
  const AccessOrders back = read_orders(orders_text(orders, shape_hash(toy())), shape_hash(toy()));
  EXPECT_EQ(back.land, orders.land);
  EXPECT_EQ(back.main, orders.main);
  const AccessTopology again = make_access_topology(toy(), 1, &back);
  EXPECT_EQ(again.land.up, made.land.up);
  EXPECT_EQ(again.main[0]->up, made.main[0]->up);
}

TEST(SavedTopology, what_is_cut_or_changed_anywhere_is_not_believed) {
  const std::uint64_t shape = shape_hash(toy());
  const std::string text = orders_text(orders_of(make_access_topology(toy())), shape);
  for (std::size_t k = 0; k < text.size(); ++k) {
    std::string changed = text;
    changed[k] = static_cast<char>(changed[k] ^ 0x10);
    EXPECT_THROW(read_orders(changed, shape), Error) << k;
    EXPECT_THROW(read_orders(text.substr(0, k), shape), Error) << k;
  }
  EXPECT_THROW(read_orders(text + "x", shape), Error);
  EXPECT_THROW(read_orders(text, shape + 1), Error);
}

TEST(SavedTopology, another_network_has_another_shape) {
  Network moved = toy();
  moved.lat[0] += 1e-9;
  EXPECT_NE(shape_hash(moved), shape_hash(toy()));
  Network turned = toy();
  turned.directed[0] ^= 1;
  EXPECT_NE(shape_hash(turned), shape_hash(toy()));
}

TEST(SavedTopology, an_order_that_leaves_out_a_vertex_is_an_error) {
  AccessOrders orders = orders_of(make_access_topology(toy()));
  orders.land[0] = orders.land[1];
  EXPECT_THROW(make_access_topology(toy(), 1, &orders), Error);
}

TEST(SavedTopology, the_file_stands_beside_the_pack) {
  EXPECT_EQ(saved_orders_path("/data/world"), "/data/.world.access");
  EXPECT_EQ(saved_orders_path("/data/world/"), "/data/.world.access");
  EXPECT_EQ(saved_orders_path("world"), ".world.access");
}

}  // namespace sogdia::saved_topology_test
