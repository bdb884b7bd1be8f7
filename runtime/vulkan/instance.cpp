#include "runtime/vulkan/instance.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "runtime/vulkan/device_facts.h"
#include "runtime/vulkan/driver_leaks.h"

namespace hearth::vulkan {
namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";

bool validationInstalled() {
  uint32_t count = 0;
  if (vkEnumerateInstanceLayerProperties(&count, nullptr) != VK_SUCCESS) return false;
  std::vector<VkLayerProperties> layers(count);
  if (vkEnumerateInstanceLayerProperties(&count, layers.data()) != VK_SUCCESS) return false;
  return std::any_of(layers.begin(), layers.begin() + count, [](const VkLayerProperties& layer) {
    return std::string_view(layer.layerName) == kValidationLayer;
  });
}

// Drivers that implement Vulkan on top of another system (Metal, on a Mac) are listed only to those who ask.
bool listsPortabilityDrivers() {
  uint32_t count = 0;
  if (vkEnumerateInstanceExtensionProperties(nullptr, &count, nullptr) != VK_SUCCESS) return false;
  std::vector<VkExtensionProperties> all(count);
  if (vkEnumerateInstanceExtensionProperties(nullptr, &count, all.data()) != VK_SUCCESS) return false;
  return std::any_of(all.begin(), all.begin() + count, [](const VkExtensionProperties& extension) {
    return std::string_view(extension.extensionName) == VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME;
  });
}

VKAPI_ATTR VkBool32 VKAPI_CALL onMessage(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                         VkDebugUtilsMessageTypeFlagsEXT,
                                         const VkDebugUtilsMessengerCallbackDataEXT* data, void* user) {
  (*static_cast<const std::function<void(const std::string&)>*>(user))(data->pMessage);
  return VK_FALSE;
}

}  // namespace

// Lies still while the layer has its address.
struct Instance::Messages {
  std::function<void(const std::string&)> take;
};

Result<std::unique_ptr<Instance>> Instance::create(const InstanceOptions& options) {
  if (auto loaded = loadVulkan(); !loaded) return std::move(loaded).error();
  const uint32_t offered = volkGetInstanceVersion();
  if (offered < VK_API_VERSION_1_2) {
    return Error("the Vulkan loader on this computer is older than Vulkan 1.2; a newer one is needed");
  }
  std::unique_ptr<Instance> self(new Instance);
  self->version_ = offered >= VK_API_VERSION_1_3 ? VK_API_VERSION_1_3 : VK_API_VERSION_1_2;

  VkApplicationInfo application{};
  application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
  application.pApplicationName = "Hearth";
  application.apiVersion = self->version_;
  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.pApplicationInfo = &application;

  VkDebugUtilsMessengerCreateInfoEXT messenger{};
  const VkValidationFeatureEnableEXT enabled[] = {
      VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  VkValidationFeaturesEXT validation{};
  std::vector<const char*> extensions;
  if (listsPortabilityDrivers()) {
    extensions.push_back(VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME);
    info.flags |= VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR;
  }
  if (options.onValidation) {
    if (!validationInstalled()) {
      return Error(
          "Vulkan's validation layer is not installed (on Debian: the package vulkan-validationlayers)");
    }
    self->messages_ = std::make_unique<Messages>(Messages{options.onValidation});
    messenger.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
    messenger.messageSeverity =
        VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
    // The loader's own remarks about drivers are of the general type.
    messenger.messageType =
        VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT;
    messenger.pfnUserCallback = onMessage;
    messenger.pUserData = &self->messages_->take;
    validation.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
    validation.pNext = &messenger;
    validation.enabledValidationFeatureCount = 1;
    validation.pEnabledValidationFeatures = enabled;
    info.pNext = &validation;
    info.enabledLayerCount = 1;
    info.ppEnabledLayerNames = &kValidationLayer;
    extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    extensions.push_back(VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME);
  }
  info.enabledExtensionCount = static_cast<uint32_t>(extensions.size());
  info.ppEnabledExtensionNames = extensions.data();
  if (const VkResult made = vkCreateInstance(&info, nullptr, &self->instance_); made != VK_SUCCESS) {
    if (made == VK_ERROR_INCOMPATIBLE_DRIVER) {
      return Error(
          "no Vulkan driver is installed on this computer; it comes with the graphics card's driver");
    }
    return Error(std::string("starting Vulkan failed (") + nameOf(made) + ")");
  }
  keepDriversLoaded();
  loadFunctions(self->instance_);
  if (options.onValidation) {
    const auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(self->instance_, "vkCreateDebugUtilsMessengerEXT"));
    const VkResult made = create(self->instance_, &messenger, nullptr, &self->messenger_);
    if (made != VK_SUCCESS)
      return Error(std::string("listening to the validation layer failed (") + nameOf(made) + ")");
  }

  uint32_t count = 0;
  VkResult listed = vkEnumeratePhysicalDevices(self->instance_, &count, nullptr);
  // What loaders say when every driver is installed for hardware that is not there.
  if (listed == VK_ERROR_INITIALIZATION_FAILED) return self;
  self->physical_.resize(count);
  if (listed == VK_SUCCESS)
    listed = vkEnumeratePhysicalDevices(self->instance_, &count, self->physical_.data());
  if (listed != VK_SUCCESS)
    return Error(std::string("listing the graphics cards failed (") + nameOf(listed) + ")");
  self->physical_.resize(count);
  for (uint32_t i = 0; i < count; ++i) {
    self->facts_.push_back(factsOf(self->physical_[i], i, self->version_));
  }
  return self;
}

Instance::~Instance() {
  if (messenger_) {
    const auto destroyMessenger = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(instance_, "vkDestroyDebugUtilsMessengerEXT"));
    destroyMessenger(instance_, messenger_, nullptr);
  }
  if (instance_) vkDestroyInstance(instance_, nullptr);
}

}  // namespace hearth::vulkan
