#pragma once

// Row loops that pay to be compiled for wider registers as well; which is used shows at run time. Products
// and sums stay separate and in order, so both give the same bits. The sanitizers' runtimes do not stand the
// dispatch.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SOGDIA_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define SOGDIA_CLONES
#endif
