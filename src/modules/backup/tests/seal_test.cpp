#include "modules/backup/seal.hpp"

#include "modules/backup/sealed_format.hpp"

#include <gmock/gmock.h>

#include <random>

namespace gavel::backup {
namespace {

using ::testing::HasSubstr;

std::string noise(std::size_t bytes, unsigned seed = 1) {
    std::mt19937 dice(seed);
    std::string all(bytes, '\0');
    for (auto& c : all) c = static_cast<char>(dice());
    return all;
}

sink into(std::string& all) {
    return [&all](std::string_view bytes) { all += bytes; };
}

// Gives `bytes` to something in pieces.
template <class T>
void feed(T& to, std::string_view bytes, std::size_t piece, const sink& out) {
    for (std::size_t at = 0; at < bytes.size(); at += piece) to.add(bytes.substr(at, piece), out);
    to.finish(out);
}

std::string sealed(std::string_view content, const std::vector<recipient>& to, std::size_t piece = 1 << 20) {
    std::string all;
    sealer s(to);
    feed(s, content, piece, into(all));
    return all;
}

std::string opened(std::string_view stream, const recovery_key& with, std::size_t piece = 1 << 20) {
    std::string all;
    opener o(with);
    feed(o, stream, piece, into(all));
    return all;
}

class seal : public ::testing::Test {
protected:
    const recovery_key key = new_recovery_key();
    const std::vector<recipient> to{key.to()};

    // Refused, and nothing came out that is not the beginning of `content`.
    void refuse(std::string_view stream, std::string_view content, std::size_t piece = 1 << 20) const {
        std::string all;
        opener o(key);
        bool refused = false;
        try {
            feed(o, stream, piece, into(all));
        } catch (const damaged&) {
            refused = true;
        }
        ASSERT_TRUE(refused);
        ASSERT_TRUE(content.starts_with(all));
    }
};

TEST_F(seal, content_of_every_size_comes_back_in_pieces_of_every_size) {
    for (const std::size_t size : {0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 3 * 64 * 1024, 5 * 64 * 1024 + 77}) {
        const auto content = noise(size);
        const auto stream = sealed(content, to);
        const auto frames = std::max<std::size_t>(1, (size + content_bytes - 1) / content_bytes);
        EXPECT_EQ(stream.size(), head_bytes(1) + size + frames * 17);
        for (const std::size_t piece : {1, 7, 17, 4096, 65535, 65536, 65537, 65553, 1 << 20}) {
            if (piece < 1000 && size > 70'000) continue;
            EXPECT_TRUE(opened(stream, key, piece) == content) << size << " " << piece;
            EXPECT_TRUE(opened(sealed(content, to, piece), key) == content) << size << " " << piece;
        }
    }
}

TEST_F(seal, no_two_streams_are_alike_and_none_shows_its_content) {
    const std::string content(1000, 'a');
    const auto one = sealed(content, to), other = sealed(content, to);
    EXPECT_NE(one.substr(one.size() - 1000), other.substr(other.size() - 1000));
    EXPECT_EQ(one.find("aaaa"), one.npos);
}

TEST_F(seal, every_recipient_opens_it_and_nobody_else) {
    std::vector<recovery_key> keys;
    std::vector<recipient> all;
    for (std::size_t i = 0; i < recipients_max; ++i) {
        keys.push_back(new_recovery_key());
        all.push_back(keys.back().to());
    }
    const auto stream = sealed("content", all, 3);
    for (const auto& each : keys) EXPECT_EQ(opened(stream, each, 3), "content");
    try {
        opened(stream, key);
        FAIL() << "a stranger opened it";
    } catch (const not_for_us& e) {
        EXPECT_THAT(e.what(), HasSubstr(key.to().name()));
    }
}

TEST_F(seal, wants_one_to_eight_sound_recipients) {
    EXPECT_THROW(sealer({}), bad_key);
    EXPECT_THROW(sealer(std::vector<recipient>(recipients_max + 1, key.to())), bad_key);
    EXPECT_THROW(sealer({recipient{}}), bad_key);  // all zero: everybody could open it
}

TEST_F(seal, every_flipped_bit_is_found) {
    const std::string content = "the whole content of a short stream";
    const auto stream = sealed(content, to);
    for (std::size_t at = 0; at < stream.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            auto wrong = stream;
            wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
            refuse(wrong, "");
        }
}

TEST_F(seal, every_cut_is_found) {
    const auto content = noise(100);
    const auto stream = sealed(content, to);
    for (std::size_t size = 0; size < stream.size(); ++size) refuse(stream.substr(0, size), "");

    const auto longer = noise(3 * content_bytes);
    const auto frames = sealed(longer, to);
    for (std::size_t frame = 0; frame <= 3; ++frame)
        for (const int off : {-18, -17, -1, 0, 1, 16, 17, 18}) {
            const auto size = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(head_bytes(1) + frame * frame_bytes) + off);
            if (size < frames.size()) refuse(frames.substr(0, size), longer);
        }
}

TEST_F(seal, frames_in_another_order_or_of_another_stream_are_found) {
    const auto content = noise(3 * content_bytes + 5), strange = noise(3 * content_bytes + 5, 2);
    const auto stream = sealed(content, to), other = sealed(strange, to);
    const auto frame = [](const std::string& of, std::size_t n) { return of.substr(head_bytes(1) + n * frame_bytes, frame_bytes); };
    const auto head = stream.substr(0, head_bytes(1));
    refuse(head + frame(stream, 1) + frame(stream, 0) + frame(stream, 2) + frame(stream, 3), content);
    refuse(head + frame(stream, 0) + frame(stream, 2) + frame(stream, 1) + frame(stream, 3), content);
    refuse(head + frame(stream, 0) + frame(stream, 1) + frame(stream, 3), content);  // one is missing
    refuse(head + frame(stream, 0) + frame(stream, 0) + frame(stream, 1) + frame(stream, 2) + frame(stream, 3), content);
    refuse(head + frame(stream, 0) + frame(other, 1) + frame(stream, 2) + frame(stream, 3), content);
    refuse(other.substr(0, head_bytes(1)) + stream.substr(head_bytes(1)), content);
    refuse(head + frame(stream, 3), content);
}

TEST_F(seal, nothing_may_follow_the_end) {
    for (const std::size_t size : {std::size_t{10}, content_bytes, 2 * content_bytes}) {
        const auto content = noise(size);
        const auto stream = sealed(content, to);
        for (const std::size_t piece : {1000, 1 << 20}) {
            refuse(stream + "x", content, piece);
            refuse(stream + std::string(17, '\0'), content, piece);
            refuse(stream + stream, content, piece);
        }
    }
}

TEST_F(seal, what_is_no_sealed_stream_is_refused_at_its_first_byte) {
    opener o(key);
    EXPECT_THROW(o.add("P", [](std::string_view) {}), damaged);
    refuse("", "");
    refuse(noise(100'000), "");
    for (const char count : {'\0', '\x9', '\xff'}) refuse(std::string(seal_magic) + count + noise(2000), "");
}

TEST_F(seal, gives_nothing_more_after_it_was_found_damaged) {
    auto stream = sealed(noise(3 * content_bytes), to);
    stream[head_bytes(1) + 5] ^= 1;
    std::string all;
    opener o(key);
    EXPECT_THROW(o.add(stream, into(all)), damaged);
    EXPECT_THROW(o.add(std::string_view(stream).substr(head_bytes(1) + frame_bytes), into(all)), damaged);
    EXPECT_THROW(o.finish(into(all)), damaged);
    EXPECT_EQ(all, "");
}

}  // namespace
}  // namespace gavel::backup
