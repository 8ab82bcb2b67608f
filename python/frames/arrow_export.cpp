#include "frames/arrow_export.h"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sogdia::python {
namespace {

// A table as Arrow wants it: texts end to end with the place where each one starts, and validity as bits.
struct Exported {
  Table table;
  struct Texts {
    std::vector<std::int32_t> ends;
    std::string bytes;
  };
  std::vector<Texts> texts;                      // of each column; empty where it is numbers
  std::vector<std::vector<std::uint8_t>> valid;  // of each column; empty where all is present
};

using Shared = std::shared_ptr<const Exported>;

Shared prepare(Table&& table) {
  auto exported = std::make_shared<Exported>();
  exported->texts.resize(table.columns.size());
  exported->valid.resize(table.columns.size());
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.data)) {
      auto& [ends, bytes] = exported->texts[c];
      ends.push_back(0);
      for (const std::string& text : *texts) {
        bytes += text;
        ends.push_back(static_cast<std::int32_t>(bytes.size()));
      }
    }
    if (!column.valid.empty()) {
      exported->valid[c].resize((column.valid.size() + 7) / 8);
      for (std::size_t k = 0; k < column.valid.size(); ++k) {
        if (column.valid[k]) exported->valid[c][k / 8] |= static_cast<std::uint8_t>(1u << (k % 8));
      }
    }
  }
  exported->table = std::move(table);
  return exported;
}

// What a schema or an array of ours points to, children included.
template <class T>
struct Holder {
  Shared exported;
  std::vector<T> children;
  std::vector<T*> pointers;
  const void* buffers[3] = {nullptr, nullptr, nullptr};
};

template <class T>
void release_held(T* held) {
  auto* holder = static_cast<Holder<T>*>(held->private_data);
  // A consumer may have moved a child out; then its `release` is nullptr here.
  for (T& child : holder->children) {
    if (child.release) child.release(&child);
  }
  delete holder;
  held->release = nullptr;
}

template <class T>
void hold_children(T& parent, Holder<T>& holder) {
  holder.pointers.reserve(holder.children.size());
  for (T& child : holder.children) holder.pointers.push_back(&child);
  parent.n_children = static_cast<std::int64_t>(holder.children.size());
  parent.children = holder.pointers.data();
}

const char* format_of(const Column& column) {
  const char* formats[] = {"g", "l", "u"};
  return formats[column.data.index()];
}

void fill_schema(const Shared& exported, ArrowSchema& out) {
  auto* holder = new Holder<ArrowSchema>{exported, {}, {}, {}};
  holder->children.resize(exported->table.columns.size());
  for (std::size_t c = 0; c < holder->children.size(); ++c) {
    const Column& column = exported->table.columns[c];
    holder->children[c] = {format_of(column),
                           column.name.c_str(),
                           nullptr,
                           ARROW_FLAG_NULLABLE,
                           0,
                           nullptr,
                           nullptr,
                           release_held<ArrowSchema>,
                           new Holder<ArrowSchema>{exported, {}, {}, {}}};
  }
  out = {"+s", "", nullptr, 0, 0, nullptr, nullptr, release_held<ArrowSchema>, holder};
  hold_children(out, *holder);
}

ArrowArray column_array(const Shared& exported, std::size_t c) {
  const Column& column = exported->table.columns[c];
  auto* holder = new Holder<ArrowArray>{exported, {}, {}, {}};
  if (!exported->valid[c].empty()) holder->buffers[0] = exported->valid[c].data();
  std::int64_t buffers = 2;
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.data)) {
    holder->buffers[1] = numbers->data();
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    holder->buffers[1] = integers->data();
  } else {
    holder->buffers[1] = exported->texts[c].ends.data();
    holder->buffers[2] = exported->texts[c].bytes.data();
    buffers = 3;
  }
  return {static_cast<std::int64_t>(column.size()),
          exported->valid[c].empty() ? 0 : -1,
          0,
          buffers,
          0,
          holder->buffers,
          nullptr,
          nullptr,
          release_held<ArrowArray>,
          holder};
}

void fill_array(const Shared& exported, ArrowArray& out) {
  auto* holder = new Holder<ArrowArray>{exported, {}, {}, {}};
  for (std::size_t c = 0; c < exported->table.columns.size(); ++c) {
    holder->children.push_back(column_array(exported, c));
  }
  out = {static_cast<std::int64_t>(exported->table.rows()),
         0,
         0,
         1,
         0,
         holder->buffers,
         nullptr,
         nullptr,
         release_held<ArrowArray>,
         holder};
  hold_children(out, *holder);
}

struct StreamState {
  Shared exported;
  bool done = false;
};

}  // namespace

void export_table(Table table, ArrowArrayStream& stream) {
  stream.private_data = new StreamState{prepare(std::move(table))};
  stream.get_schema = [](ArrowArrayStream* s, ArrowSchema* out) {
    fill_schema(static_cast<StreamState*>(s->private_data)->exported, *out);
    return 0;
  };
  stream.get_next = [](ArrowArrayStream* s, ArrowArray* out) {
    auto& [exported, done] = *static_cast<StreamState*>(s->private_data);
    if (done) {
      *out = {};  // the end
    } else {
      fill_array(exported, *out);
    }
    done = true;
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = [](ArrowArrayStream* s) {
    delete static_cast<StreamState*>(s->private_data);
    s->release = nullptr;
  };
}

void stream_one_array(ArrowSchema& schema, ArrowArray& array, ArrowArrayStream& stream) {
  struct State {
    ArrowSchema schema;
    ArrowArray array;
  };
  stream.private_data = new State{schema, array};
  schema.release = nullptr;
  array.release = nullptr;
  // Each is handed on once, which is all that a reader of ours asks for.
  stream.get_schema = [](ArrowArrayStream* s, ArrowSchema* out) {
    *out = std::exchange(static_cast<State*>(s->private_data)->schema, {});
    return out->release ? 0 : EINVAL;
  };
  stream.get_next = [](ArrowArrayStream* s, ArrowArray* out) {
    *out = std::exchange(static_cast<State*>(s->private_data)->array, {});
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = [](ArrowArrayStream* s) {
    auto* state = static_cast<State*>(s->private_data);
    if (state->schema.release) state->schema.release(&state->schema);
    if (state->array.release) state->array.release(&state->array);
    delete state;
    s->release = nullptr;
  };
}

}  // namespace sogdia::python
