// Content in parts, and back.
#include "modules/backup/sealed_parts.hpp"
#include "modules/backup/media_reader.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gavel::backup {
namespace {

std::string part_noise(std::size_t bytes) {
    std::mt19937 next(7);
    std::string text(bytes, '\0');
    for (auto& c : text) c = static_cast<char>(next());
    return text;
}

std::string parts_and_back(const std::string& content, int level, std::size_t* parts = nullptr) {
    const auto key = new_recovery_key();
    sealed_parts out({key.to()}, level);
    std::string back;
    opened_parts in(key, level > 0, [&back](std::string_view bytes) { back.append(bytes); });
    const auto take = [&] {
        const auto part = out.take();
        if (!part) return false;
        EXPECT_LE(part->size(), part_bytes_max);
        if (parts) ++*parts;
        in.add(*part);
        return true;
    };
    constexpr std::size_t step = 1'000'003;
    for (std::size_t at = 0; at < content.size(); at += step) {
        out.add(std::string_view(content).substr(at, step));
        while (out.ready()) take();
    }
    out.finish();
    while (take()) {}
    in.finish();
    EXPECT_EQ(out.taken_in(), content.size());
    return back;
}

TEST(sealed_parts, nothing_comes_back_as_nothing) {
    EXPECT_EQ(parts_and_back("", 3), "");
    EXPECT_EQ(parts_and_back("", 0), "");
}

TEST(sealed_parts, more_than_a_part_comes_in_several) {
    const auto content = part_noise(2 * part_bytes_max + 12'345);
    std::size_t parts = 0;
    EXPECT_TRUE(parts_and_back(content, 0, &parts) == content);
    EXPECT_EQ(parts, 3U);
    EXPECT_TRUE(parts_and_back(content, 1) == content);
}

packed_object named_object(std::string key, std::string sha256) {
    packed_object o;
    o.key = std::move(key);
    o.sha256 = std::move(sha256);
    return o;
}

TEST(wanted_objects, takes_each_that_is_wanted_once) {
    wanted_objects w;
    w.add(named_object("media/a", "1"));
    w.add(named_object("media/b", "2"));
    w.add(named_object("media/b", "2"));  // an index that names it twice wants it once
    w.close();
    EXPECT_EQ(w.wanted(), 2);
    EXPECT_TRUE(w.take(named_object("media/b", "2")));
    EXPECT_FALSE(w.take(named_object("media/b", "2")));
    EXPECT_FALSE(w.take(named_object("media/a", "2"))) << "another content";
    EXPECT_FALSE(w.take(named_object("media/c", "1")));
    EXPECT_EQ(w.left(), 1);
}

}  // namespace
}  // namespace gavel::backup
