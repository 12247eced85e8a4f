#include "platform/storage/key.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::storage {
namespace {

TEST(key, plain_names_in_folders) {
    for (const auto* good : {"a.b", "incoming/0b6a4f0e.bin", "media/3f/3f09-a_b/640.avif", "a/b/c/d.e1"}) EXPECT_TRUE(is_key(good)) << good;
}

TEST(key, nothing_that_leaves_its_folder_or_means_something_else_elsewhere) {
    for (const std::string_view bad :
         {"",        "a",   ".a",  "a.",    "a.b.c",  "/a.b",   "a/.b",   "a//b.c", "a/b.c/", "a.b/c", "../a.b", "a/../b.c", "./a.b",
          "a/./b.c", "A.b", "a.B", "a b.c", "a%2f.b", "a\\b.c", "фото.b", "a.b-c",  "a.b_c",  "~a.b",  "a?.b",   "a#.b",     "a+b.c"})
        EXPECT_FALSE(is_key(bad)) << bad;
    EXPECT_FALSE(is_key(std::string_view("a\0b.c", 5)));
    EXPECT_FALSE(is_key("a\n.b"));
    EXPECT_FALSE(is_key(std::string(199, 'a') + ".b"));
    EXPECT_TRUE(is_key(std::string(198, 'a') + ".b"));
}

TEST(prefix, whole_folders) {
    for (const auto* good : {"", "a/", "media/3f/"}) EXPECT_TRUE(is_prefix(good)) << good;
    for (const auto* bad : {"a", "/", "/a/", "a//", "../", "a.b/", "A/", "a/b"}) EXPECT_FALSE(is_prefix(bad)) << bad;
}

}  // namespace
}  // namespace gavel::storage
