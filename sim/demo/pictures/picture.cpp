#include "sim/demo/pictures/picture.hpp"

#include "sim/demo/pictures/scenes.hpp"

#include <vips/vips8>

#include <algorithm>
#include <array>
#include <mutex>
#include <stdexcept>

namespace gavel::sim {

namespace {

using scene = std::string (*)(style&);

constexpr std::array<std::pair<std::string_view, scene>, 44> drawn{{
    {"coins-ukraine", scenes::coin},
    {"coins-world", scenes::coin},
    {"coins-ancient", scenes::coin},
    {"banknotes", scenes::banknote},
    {"stamps-ukraine", scenes::stamp},
    {"stamps-world", scenes::stamp},
    {"postcards", scenes::postcard},
    {"postal-covers", scenes::stamp},
    {"medals", scenes::medal},
    {"badges", scenes::badge},
    {"military-uniforms", scenes::uniform},
    {"porcelain", scenes::vase},
    {"glass", scenes::goblet},
    {"silverware", scenes::spoon},
    {"antique-furniture", scenes::chair},
    {"folk-antiques", scenes::chest},
    {"paintings", scenes::painting},
    {"graphic-art", scenes::print},
    {"icons-religious", scenes::icon},
    {"art-sculpture", scenes::bust},
    {"books-rare", scenes::book},
    {"books-modern", scenes::book},
    {"maps", scenes::map},
    {"documents", scenes::document},
    {"rings-earrings", scenes::ring},
    {"necklaces-brooches", scenes::necklace},
    {"watches-wrist", scenes::wristwatch},
    {"watches-pocket", scenes::pocket_watch},
    {"clocks", scenes::clock},
    {"vinyl", scenes::record},
    {"instruments", scenes::guitar},
    {"records-players", scenes::player},
    {"cameras", scenes::camera},
    {"phones", scenes::phone},
    {"computers", scenes::computer},
    {"consoles", scenes::console},
    {"retro-tech", scenes::radio},
    {"model-railways", scenes::train},
    {"model-cars", scenes::car},
    {"dolls", scenes::doll},
    {"board-games", scenes::game},
    {"home-furniture", scenes::chair},
    {"kitchen", scenes::pot},
    {"textiles-embroidery", scenes::embroidery},
}};

scene scene_for(std::string_view category) {
    for (const auto& [name, one] : drawn)
        if (name == category) return one;
    return category == "tools" ? scenes::tools : category == "bikes" ? scenes::bicycle : scenes::print;
}

// FNV-1a: the same title has the same pictures on every machine.
std::uint32_t seed_of(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

// A table in soft light; gradients that the scenes use; grain, so that a photo weighs what photos weigh.
std::string scenery(style& ground) {
    const auto wall = ground.tone(14, 88), table = ground.tone(18, 72);
    return "<defs>"
           "<radialGradient id='table' gradientUnits='userSpaceOnUse' cx='720' cy='480' r='1150'><stop offset='0' stop-color='" +
           wall + "'/><stop offset='1' stop-color='" + table +
           "'/></radialGradient>"
           "<linearGradient id='shade' x1='0' y1='0' x2='1' y2='0.4'><stop offset='0' stop-color='#fff' stop-opacity='0.25'/><stop "
           "offset='0.45' stop-color='#fff' "
           "stop-opacity='0'/><stop offset='1' stop-color='#000' stop-opacity='0.38'/></linearGradient>"
           "<linearGradient id='gloss' x1='0' y1='0' x2='1' y2='1'><stop offset='0' stop-color='#fff' stop-opacity='0.38'/><stop "
           "offset='0.5' stop-color='#fff' "
           "stop-opacity='0'/></linearGradient>"
           "<linearGradient id='wood' x1='0' y1='0' x2='0' y2='1'><stop offset='0' stop-color='#fff' stop-opacity='0.16'/><stop offset='1' "
           "stop-color='#000' "
           "stop-opacity='0.28'/></linearGradient>"
           "<filter id='soft' x='-20%' y='-20%' width='140%' height='140%'><feGaussianBlur stdDeviation='26'/></filter>"
           "</defs><rect width='1600' height='1200' fill='url(#table)'/>";
}

struct window {
    int x, y, width, height;
};

window seen_from(int view, style& s) {
    if (view == 1) return {s.between(300, 440), s.between(180, 320), 800, 600};
    if (view == 2) return {-160, -120, 1920, 1440};
    return {0, 0, 1600, 1200};
}

}  // namespace

std::string drawing_of(std::string_view category, std::string_view title, int view) {
    const auto seed = seed_of(title);
    style object(seed), ground(seed / 7 + 3), lens(seed + static_cast<std::uint32_t>(view));
    const auto shape = scene_for(category)(object);
    const auto w = seen_from(view, lens);
    auto all = fmt::format("<svg xmlns='http://www.w3.org/2000/svg' width='1600' height='1200' viewBox='{} {} {} {}'>", w.x, w.y, w.width,
                           w.height);
    all += scenery(ground);
    if (view == 2) all += box(-200, -200, 2000, 1600, fill("url(#table)"));
    all +=
        "<g filter='url(#soft)' opacity='0.4' transform='translate(26 40)'><ellipse cx='800' cy='960' rx='430' ry='70' fill='#000'/></g>" +
        shape + "</svg>";
    return all;
}

std::string photo_of(std::string_view category, std::string_view title, int view) {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("gavel-sim") != 0) throw std::runtime_error("libvips does not start");
    });
    try {
        const auto svg = drawing_of(category, title, view);
        auto* blob = vips_blob_new(nullptr, svg.data(), svg.size());
        auto image = vips::VImage::svgload_buffer(blob).flatten();
        vips_area_unref(VIPS_AREA(blob));
        const auto grain = vips::VImage::gaussnoise(image.width(), image.height(), vips::VImage::option()->set("sigma", 3)->set("mean", 0));
        image = (image + grain).cast(VIPS_FORMAT_UCHAR).copy(vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
        auto* file = image.jpegsave_buffer(vips::VImage::option()->set("Q", 88));
        std::size_t size = 0;
        const auto* data = static_cast<const char*>(vips_blob_get(file, &size));
        std::string content(data, size);
        vips_area_unref(VIPS_AREA(file));
        return content;
    } catch (const vips::VError& e) {
        throw std::runtime_error(std::string("a picture of the demo cannot be drawn: ") + e.what());
    }
}

}  // namespace gavel::sim
