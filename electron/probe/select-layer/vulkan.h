/*
 * The few declarations of Vulkan 1.3 and of the loader's layer interface (version 2) that our layers use, written from
 * the public specifications, so that no Vulkan headers are needed to build them. 64-bit systems only, where VKAPI_CALL
 * says nothing.
 */
#ifndef PERIGEE_VULKAN_H
#define PERIGEE_VULKAN_H

#include <stdint.h>

typedef struct VkInstance_T *VkInstance;
typedef struct VkPhysicalDevice_T *VkPhysicalDevice;
typedef int32_t VkResult;
typedef uint32_t VkBool32;
typedef uint32_t VkStructureType;

enum { VK_SUCCESS = 0, VK_INCOMPLETE = 5 };
enum { VK_ERROR_OUT_OF_HOST_MEMORY = -1, VK_ERROR_INITIALIZATION_FAILED = -3 };

enum {
  VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO = 47,
  VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2 = 1000059001,
  VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_GROUP_PROPERTIES = 1000070000,
  VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES = 1000071004,
  VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT = 1000212000,
};

enum { VK_MAX_NAME = 256, VK_UUID_SIZE = 16, VK_MAX_DEVICE_GROUP_SIZE = 32 };
enum { VK_MAX_MEMORY_TYPES = 32, VK_MAX_MEMORY_HEAPS = 16, VK_MEMORY_HEAP_DEVICE_LOCAL_BIT = 1 };

typedef struct VkBaseStructure {
  VkStructureType sType;
  struct VkBaseStructure *pNext;
} VkBaseStructure;

/* Of a VkInstanceCreateInfo only the head is read. */
typedef VkBaseStructure VkInstanceCreateInfo;

typedef struct VkPhysicalDeviceProperties {
  uint32_t apiVersion;
  uint32_t driverVersion;
  uint32_t vendorID;
  uint32_t deviceID;
  uint32_t deviceType;
  char deviceName[VK_MAX_NAME];
  uint8_t pipelineCacheUUID[VK_UUID_SIZE];
  uint64_t limits[63];
  VkBool32 sparseProperties[5];
} VkPhysicalDeviceProperties;
_Static_assert(sizeof(VkPhysicalDeviceProperties) == 824, "as the specification lays it out");

typedef struct VkPhysicalDeviceProperties2 {
  VkStructureType sType;
  void *pNext;
  VkPhysicalDeviceProperties properties;
} VkPhysicalDeviceProperties2;

typedef struct VkPhysicalDeviceIDProperties {
  VkStructureType sType;
  void *pNext;
  uint8_t deviceUUID[VK_UUID_SIZE];
  uint8_t driverUUID[VK_UUID_SIZE];
  uint8_t deviceLUID[8];
  uint32_t deviceNodeMask;
  VkBool32 deviceLUIDValid;
} VkPhysicalDeviceIDProperties;

typedef struct VkPhysicalDevicePCIBusInfoPropertiesEXT {
  VkStructureType sType;
  void *pNext;
  uint32_t pciDomain;
  uint32_t pciBus;
  uint32_t pciDevice;
  uint32_t pciFunction;
} VkPhysicalDevicePCIBusInfoPropertiesEXT;

typedef struct VkPhysicalDeviceMemoryProperties {
  uint32_t memoryTypeCount;
  struct {
    uint32_t propertyFlags;
    uint32_t heapIndex;
  } memoryTypes[VK_MAX_MEMORY_TYPES];
  uint32_t memoryHeapCount;
  struct {
    uint64_t size;
    uint32_t flags;
  } memoryHeaps[VK_MAX_MEMORY_HEAPS];
} VkPhysicalDeviceMemoryProperties;
_Static_assert(sizeof(VkPhysicalDeviceMemoryProperties) == 520, "as the specification lays it out");

typedef struct VkPhysicalDeviceGroupProperties {
  VkStructureType sType;
  void *pNext;
  uint32_t physicalDeviceCount;
  VkPhysicalDevice physicalDevices[VK_MAX_DEVICE_GROUP_SIZE];
  VkBool32 subsetAllocation;
} VkPhysicalDeviceGroupProperties;
_Static_assert(sizeof(VkPhysicalDeviceGroupProperties) == 288, "as the specification lays it out");

typedef struct VkExtensionProperties {
  char extensionName[VK_MAX_NAME];
  uint32_t specVersion;
} VkExtensionProperties;

typedef void (*PFN_vkVoidFunction)(void);
typedef PFN_vkVoidFunction (*PFN_vkGetInstanceProcAddr)(VkInstance, const char *);
typedef VkResult (*PFN_vkCreateInstance)(const VkInstanceCreateInfo *, const void *allocator, VkInstance *);
typedef void (*PFN_vkDestroyInstance)(VkInstance, const void *allocator);
typedef VkResult (*PFN_vkEnumeratePhysicalDevices)(VkInstance, uint32_t *, VkPhysicalDevice *);
typedef VkResult (*PFN_vkEnumeratePhysicalDeviceGroups)(VkInstance, uint32_t *, VkPhysicalDeviceGroupProperties *);
typedef void (*PFN_vkGetPhysicalDeviceProperties)(VkPhysicalDevice, VkPhysicalDeviceProperties *);
typedef void (*PFN_vkGetPhysicalDeviceProperties2)(VkPhysicalDevice, VkPhysicalDeviceProperties2 *);
typedef void (*PFN_vkGetPhysicalDeviceMemoryProperties)(VkPhysicalDevice, VkPhysicalDeviceMemoryProperties *);
typedef VkResult (*PFN_vkEnumerateDeviceExtensionProperties)(VkPhysicalDevice, const char *layer, uint32_t *,
                                                             VkExtensionProperties *);

/* The loader's side: what it gives a layer at vkCreateInstance, and what it asks of one when it loads it. */

typedef struct VkLayerInstanceLink {
  struct VkLayerInstanceLink *pNext;
  PFN_vkGetInstanceProcAddr pfnNextGetInstanceProcAddr;
  PFN_vkVoidFunction pfnNextGetPhysicalDeviceProcAddr;
} VkLayerInstanceLink;

typedef struct VkLayerInstanceCreateInfo {
  VkStructureType sType;
  void *pNext;
  uint32_t function; /* 0: `link` is meant */
  VkLayerInstanceLink *link;
} VkLayerInstanceCreateInfo;

typedef struct VkNegotiateLayerInterface {
  uint32_t sType; /* 1 */
  void *pNext;
  uint32_t loaderLayerInterfaceVersion;
  PFN_vkGetInstanceProcAddr pfnGetInstanceProcAddr;
  PFN_vkVoidFunction pfnGetDeviceProcAddr;
  PFN_vkVoidFunction pfnGetPhysicalDeviceProcAddr;
} VkNegotiateLayerInterface;

#endif
