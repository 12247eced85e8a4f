// The test program is its own decoder: platform/image starts it again as the child.
#include "platform/image/child.hpp"

#include <gtest/gtest.h>

// The encoder of HEIC, which only tests use, forgets some tables of its own.
extern "C" const char* __lsan_default_suppressions() { return "leak:x265_malloc"; }

int main(int argc, char** argv) {
    if (gavel::image::is_child(argc, argv)) return gavel::image::child_main(argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
