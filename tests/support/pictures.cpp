#include "tests/support/pictures.hpp"

#include "platform/image/tests/corpus.hpp"

#include <stdexcept>

namespace gavel::test {

namespace {

namespace corpus = image::corpus;

void start() {
    static const int started = VIPS_INIT("test");
    if (started != 0) throw std::runtime_error("libvips does not start");
}

}  // namespace

std::string jpeg(int width, int height) {
    start();
    return corpus::jpeg(corpus::plain(width, height));
}

std::string png(int width, int height) {
    start();
    return corpus::png(corpus::plain(width, height));
}

std::string held_sideways() {
    start();
    return corpus::held(6);
}

std::string heic() {
    start();
    return corpus::heic();
}

std::string size_of(const std::string& content) {
    start();
    const auto image = corpus::opened(content);
    return std::to_string(image.width()) + "x" + std::to_string(image.height());
}

bool red_first(const std::string& content) {
    start();
    const auto c = corpus::opened(content).getpoint(5, 5);
    return c.at(0) > 180 && c.at(1) < 90 && c.at(2) < 90;
}

}  // namespace gavel::test
