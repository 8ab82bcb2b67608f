// Columns of millions of rows are gone through again and again, and on pages of 4 kB an eighth of that time
// goes to finding and clearing pages. Where the system leaves it to the program (as Linux' `madvise`
// setting), large blocks ask for large pages here, as numpy's arrays do. Sanitizers keep their own allocator.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__clang__)
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kPage = std::size_t{2} << 20, kLarge = 2 * kPage;

void* allocate(std::size_t size) {
  if (size < kLarge) return std::malloc(size > 0 ? size : 1);
  void* block = nullptr;
  if (posix_memalign(&block, kPage, size) != 0) return nullptr;
  // The last page stays small: what is asked for is what is taken. A refusal costs nothing but time.
  (void)madvise(block, size / kPage * kPage, MADV_HUGEPAGE);
  return block;
}

}  // namespace

void* operator new(std::size_t size) {
  for (;;) {
    if (void* block = allocate(size)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (!handler) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
#endif
