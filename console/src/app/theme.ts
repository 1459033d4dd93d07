import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  createTheme,
  Menu,
  Modal,
  Notification,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

/** Calm and dense: small type, few colours, contrast that passes everywhere. */
export function themeIn(close: string) {
  return createTheme({
    primaryColor: 'indigo',
    primaryShade: 8,
    autoContrast: true,
    defaultRadius: 'md',
    cursorType: 'pointer',
    fontFamily:
      'Pretendard, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", system-ui, sans-serif',
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
    headings: { fontWeight: '650', sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' } } },
    components: {
      // In its own colour it has too little contrast to what it stands on.
      Alert: Alert.extend({ defaultProps: { styles: { title: { color: 'var(--anbu-text)' } } } }),
      Notification: Notification.extend({
        defaultProps: { closeButtonProps: { 'aria-label': close } },
      }),
      Modal: Modal.extend({
        defaultProps: {
          centered: true,
          styles: { body: { paddingTop: 6 } },
          closeButtonProps: { 'aria-label': close },
        },
      }),
      Menu: Menu.extend({
        defaultProps: {
          // Within the page's landmarks, and yet over the edge of what it stands in.
          withinPortal: false,
          floatingStrategy: 'fixed',
          withInitialFocusPlaceholder: false,
          transitionProps: { duration: 0 },
        },
      }),
      Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
      Button: Button.extend({ defaultProps: { size: 'sm' } }),
      ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
      TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
      Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
      Select: Select.extend({ defaultProps: { size: 'sm', checkIconPosition: 'right' } }),
      Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withinPortal: true } }),
    },
  })
}
